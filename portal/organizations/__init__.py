"""The register: one file per organization, its people and its verification."""
