"""The ground floor: what things are. Frozen values, enums and closed unions; nothing here reads, writes or decides."""
