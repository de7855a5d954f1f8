from programs.screening.models.pushes import Notified, Push
from programs.screening.models.scenarios import Scenario

__all__ = ["Notified", "Push", "Scenario"]
