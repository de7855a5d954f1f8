"""How dates, amounts and sizes are written in each language; also Django's FORMAT_MODULE_PATH."""
