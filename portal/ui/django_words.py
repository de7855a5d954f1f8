"""Words of Django's admin that its own Chinese catalogs lack: ours have them, found here by `messages`."""

from django.utils.translation import gettext_noop as _

WORDS = [_("- Select an option -"), _("Filter by %(field_name)s")]
