"""Database and files at one moment, in a folder; the way back; and the proof that nothing is missing.

BACKUP_DIR/
    <when>/manifest.json    what the backup holds; written last, so that a folder without it is no backup
    <when>/database.dump    PostgreSQL's custom format
    <when>/files.txt        SHA-256 and size of every upload
    files/ab/cd/<sha256>    the uploads of all backups: each night copies only the new ones
"""
