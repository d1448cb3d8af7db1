"""The commands of `yanbao`, a module each, loaded when called."""
