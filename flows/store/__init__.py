"""Raw bytes by hash, curated tables and their published versions, and their plain Parquet copy."""
