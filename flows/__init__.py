"""Everything of the pipeline that touches the world: stores, processes, sources, orchestration and the command."""
