from datetime import UTC, datetime

from django.db import migrations

SINCE = datetime(2025, 12, 31, 16, tzinfo=UTC)  # 1 January 2026 in Shanghai

PORTAL = """本告知依据《中华人民共和国个人信息保护法》第十七条，用简单的话说明本门户处理哪些个人信息、为什么、保存多久、谁能看到，以及您有哪些权利。

## 谁在处理
本门户由主办的科技主管部门负责。联系方式见“联系我们”页面；各项目由项目页面所列的部门办理。

## 处理哪些信息
- 账户：姓名、电子邮箱、您填写的电话、语言；密码只保存不可还原的摘要。
- 单位：营业执照上的信息、法定代表人姓名、地址，以及谁可以代表单位办事。
- 申报：您填写的内容、上传的文件、通知书、决定，以及谁在何时做了什么的记录。
- 身份证号码：仅在某个申报表要求时，另行征得您的同意后收集，加密保存，显示时遮盖。
- 消息与送达记录：发给您的消息、邮件、短信及其送达结果。
- 安全记录：登录、会话、网络地址（用于限制恶意尝试）和请求记录。

## 为什么处理
- 受理、审查申报，作出决定并拨付资金，是法律法规规定的职责（个人信息保护法第十三条第一款第三项）。
- 账户、提醒和消息，基于您在注册时的同意（第十三条第一款第一项）。
- 公共资金须经得起审计，因此办理过程要有记录。
不用于广告，不出售，不用于自动化决策：每项决定都由人作出。

## 谁能看到
- 您所在单位的成员可以看到本单位的申报。
- 办理部门及其上级部门的工作人员可以看到已提交的申报；草稿只有申请人可以看到。
- 审计人员可以看到办理记录。
- 依法公示的内容（如拟支持名单）会公开；公示哪些内容写在通知里。
工作人员查看完整的身份证号码须写明理由并留下记录。信息依法存放在境内（第三十六条），不向境外提供。

## 保存多久
按“保存期限”一节逐类列明的期限保存，到期删除或去除身份信息。申报与决定作为档案按主办单位的档案规定保存。办理记录不能修改，但其中的个人信息可以依法抹去，抹去后记录的完整性仍可验证。

## 您的权利
- 查阅、复制：在“我的数据”页面下载一份全部数据（第四十五条）。
- 更正、补充：自己修改姓名和电话；不能自己修改的，可以提出更正请求（第四十六条）。
- 删除、注销：在“我的数据”页面注销账户，七天内可以反悔（第四十七条）。
- 撤回同意：单独同意可以在“我的数据”页面撤回，撤回不影响此前的处理（第十五条）。
- 要求解释，或者向履行个人信息保护职责的部门投诉（第四十八条、第六十五条）。

## 变更
本告知有实质变更时，会在您打开下一个页面前请您重新确认。各版本都可以在本页查到。
"""

PORTAL_EN = """Under article 17 of the Personal Information Protection Law (PIPL) this notice says in plain words which personal data this portal holds, why, how long, who sees it, and what you may ask for.

## Who is responsible
The science and technology authority that runs this portal. How to reach it is on the page “Contact”; each program is handled by the department named on its page.

## Which data
- Account: name, e-mail address, telephone if you give it, language; of the password only a digest that cannot be turned back.
- Organization: what is on its license, the name of the legal representative, addresses, and who may act for it.
- Applications: your answers, files, letters, decisions, and a record of who did what and when.
- Identity numbers: only where a form asks for one and you agree to that separately; kept encrypted and shown masked.
- Messages and deliveries: what was sent to you by message, e-mail or text message, and whether it arrived.
- Security: sign-ins, sessions, network addresses (to limit attempts to break in) and records of requests.

## Why
- Examining applications, deciding and paying is a duty laid down by law (PIPL art. 13 (1) no. 3).
- Account, reminders and messages rest on the consent you give when you sign up (art. 13 (1) no. 1).
- Public money has to stand up to an audit: therefore the course of each case is recorded.
Nothing is used for advertising or sold, and nothing is decided by a machine: every decision is made by people.

## Who sees it
- Members of your organization see its applications.
- Officials of the department in charge and of those above it see what was submitted; a draft is seen by the applicant alone.
- Auditors see the records of the proceedings.
- What the law has published, such as a list of proposed awards, is public; the call says what will be published.
Officials who look at an identity number in full give a reason, which is recorded. Data is stored in mainland China, as art. 36 demands, and not handed abroad.

## How long
For the period listed below for each kind of data; then it is erased or made nameless. Applications and decisions are archived under the rules of the authority. Records of proceedings cannot be changed, but personal data in them can be erased as the law asks, and the record can still be verified.

## Your rights
- To see and copy: download everything on the page “My data” (art. 45).
- To correct and complete: change name and telephone yourself, and ask for a correction of what you cannot change (art. 46).
- To erase: close your account on the page “My data”; you have seven days to change your mind (art. 47).
- To withdraw: take back a separate consent on the page “My data”; what was done before stays lawful (art. 15).
- To be given an explanation, or to complain to the authority for personal data (art. 48 and 65).

## Changes
When this notice changes materially you are asked again before the next page opens. Every version can be read here.
"""

IDENTITY = """身份证号码是敏感个人信息，须取得您的单独同意（个人信息保护法第二十八条至第三十条）。

## 为什么需要
申报表要求填写时，用于确认申请人或相关人员的身份、避免同一人重复享受支持。不需要的申报表不会询问。

## 如何保护
- 加密保存，密钥与数据分开存放。
- 页面、接口、导出文件和通知书中只显示前三位和后四位。
- 只有办理部门可以查看完整号码，须写明理由；查看记录您也能看到。

## 对您的影响
不同意不影响使用本门户的其他功能，但要求填写身份证号码的申报无法提交。您可以随时在“我的数据”页面撤回同意；已提交的申报仍依法处理。
"""

IDENTITY_EN = """An identity number is sensitive personal data and needs your separate consent (PIPL art. 28 to 30).

## Why it is needed
Where a form asks for it: to be sure who the applicant or the person named is, and that nobody is supported twice for the same thing. Forms that do not need it do not ask.

## How it is protected
- It is kept encrypted; the keys are kept apart from the data.
- Pages, the API, exports and letters show only the first three and the last four characters.
- Only the department in charge can look at the full number, must say why, and you can see that it did.

## What it means for you
If you do not agree, everything else in the portal stays open to you, but a form that asks for an identity number cannot be submitted. You can take your consent back at any time on the page “My data”; what was submitted is still dealt with under the law.
"""


def write(apps, schema_editor):
    notice = apps.get_model("privacy", "Notice")
    notice.objects.create(
        kind="portal", version=1, title="隐私告知", title_en="Privacy notice",
        body=PORTAL, body_en=PORTAL_EN, since=SINCE,
    )
    notice.objects.create(
        kind="identity", version=1, title="身份证号码单独告知", title_en="Notice on identity numbers",
        body=IDENTITY, body_en=IDENTITY_EN, since=SINCE,
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_reveals_never_change")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
