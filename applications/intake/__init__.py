"""The application: answers, attachments, workflow, receipts, events."""
