from rest_framework.routers import SimpleRouter

from programs.policies.api import DocumentViewSet

router = SimpleRouter()
router.register("policies", DocumentViewSet, basename="api_policy")
urlpatterns = router.urls
