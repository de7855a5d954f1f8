"""The auditor: samples that can be drawn again, and case files that open without the portal."""
