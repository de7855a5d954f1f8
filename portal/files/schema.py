"""A download, in the words of the API's description."""

from drf_spectacular.types import OpenApiTypes

from portal.files.kinds import HEIC, KINDS

# For `extend_schema(responses=DOWNLOAD)`.
DOWNLOAD = {(200, *(kind.media_type for kind in KINDS if kind is not HEIC)): OpenApiTypes.BINARY}
