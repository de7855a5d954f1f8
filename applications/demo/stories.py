"""What happens to the applications of the demonstration: every state there is, by the one door."""

from dataclasses import dataclass

from applications.intake.workflow import Status


@dataclass(frozen=True)
class Story:
    """The actions of one course of events, the state it ends in and how often it happens (of 100)."""

    ends: Status
    actions: tuple[str, ...]
    share: int


STORIES = (
    Story(Status.DRAFT, (), 14),
    Story(Status.DISCARDED, ("discard",), 3),
    Story(Status.SUBMITTED, ("submit",), 22),
    Story(Status.SUBMITTED, ("submit", "return", "submit"), 7),
    Story(Status.RETURNED, ("submit", "return"), 9),
    Story(Status.WITHDRAWN, ("submit", "withdraw"), 3),
    Story(Status.LAPSED, ("submit", "return", "lapse"), 3),
    Story(Status.REFUSED, ("submit", "refuse"), 4),
    Story(Status.ACCEPTED, ("submit", "accept"), 14),
    Story(Status.APPROVED, ("submit", "accept", "approve"), 15),
    Story(Status.DECLINED, ("submit", "accept", "decline"), 6),
)

# The kind of question a point is about, and the point.
CORRECTIONS = (
    ("file", "服务合同第3页缺少双方盖章，请补盖后重新上传。"),
    ("money", "申请金额与合同金额不一致，请核对后改正其中一处。"),
    ("date", "服务开始日期晚于结束日期，请核对。"),
    ("file", "附件只有扫描件的第一页，请上传完整文件。"),
)
REFUSAL = "经核对，申请单位的登记地址不在本批次的申报范围内，依申报通知（演示）不予受理。"
DECLINE = "本批次资金有限，经集体研究，本申请未列入支持名单；下一批次可重新申报。"
