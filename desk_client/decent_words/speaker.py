"""Whose words they are, and whether they are denied. A note may say what the debtor said; "we will
not call your employer" is no threat. Only what stands before the phrase in its sentence counts."""

import re

_SENTENCE = re.compile(r"[!?;。\n]|\.(?=\s|$)")

_THEY = (
    r"(?:客户|债务人|欠款人|持卡人|借款人|机主|对方|本人(?=[称说表骂])|他|她|其|家属|妻子|丈夫|父亲|母亲|"
    r"父母|联系人|第三人|同事|女方|男方|先生|女士|来电人|接听人|投诉人)"
)
_SAY = (
    r"(?:说|称|骂|喊|吼|讲|道|问|回复|表示|质问|反映|投诉|举报|认为|觉得|威胁|声称|反问|抱怨|怀疑|提到|"
    r"指责|强调|坚称|来信|留言|诉)"
)
_TOLD_OF = r"(?:投诉|举报|反映|信访|录音(?:中|里)|原话|来电)"
_WE = (
    r"(?:^|(?<=[,、;]))\s*(?:我|坐席|催收员|专员|客服|本人)(?:又|再|就|便|于是|当即|已)?"
    r"(?:说|告诉|告知|回|答|骂|跟|对|和|警告|提醒)"
)
_ZH_THEY = re.compile(rf"{_THEY}[^,、:;]{{0,8}}?{_SAY}|{_TOLD_OF}")
_ZH_THEY_GO_ON = re.compile(
    rf"{_THEY}.{{0,40}}[,、]\s*(?:并|还|又|就|随后|后来|然后|一直|不断|反复|大声|突然|再次|多次|口头)*"
    rf"{_SAY}"
)
_ZH_WE = re.compile(_WE)

_EN_THEY = re.compile(
    r"\b(?:customer|debtor|client|cardholder|borrower|caller|cust|cm|ch|he|she|they|wife|husband|"
    r"spouse|mother|father|brother|sister|relative|neighbou?r|contact|third party|mr|mrs|ms)\b"
    r"[^,;:.]{0,24}?\b(?:said|says|say|saying|called|calls|calling|shouted|shouts|yelled|yells|"
    r"screamed|swore|swears|stated|states|claimed|claims|claiming|told|tells|asked|asks|complained|"
    r"complains|complaining|alleged|alleges|accused|accuses|thinks|believes|feels|felt|insulted|"
    r"threatened|threatens|wrote|writes|replied|replies|reports|reported|mentioned|mentions|fears|"
    r"feared|worried|worries|abusive|quoted|keeps|kept|used)\b"
    r"|\b(?:complaint|complained|quote|verbatim)\b"
)
_EN_WE = re.compile(
    r"(?:^|[,;:]|\b(?:and|so|then|but))\s*(?:i|we|agent|collector|myself)\s+(?:then\s+|just\s+|have\s+)?"
    r"(?:said|told|tell|replied|answered|called|warned|informed|advised|shouted|explained)\b"
)
_OPENED = re.compile(r"[“「『《]|(?<!\w)[\"']")
_CLOSED = re.compile(r"[”」』》]")

_ZH_DENIES = re.compile(
    r"(?:不会|不能|不可以|不可能|不可|不得|不要|不许|不准|不应该|不应当|不应|不需要|不用|不必|不允许|不同意|不希望|不愿意|不让|"
    r"不再|没有|"
    r"并未|从未|未曾|无需|无须|切勿|请勿|严禁|禁止|绝不|决不|从不|不是|并非|防止|避免|杜绝|不主动|不)"
    r"(?:对|向|给|让|要求|再|去|会|因此|以任何方式|任何人|任何|随意|擅自|主动|您|你|客户|债务人|用|以|"
    r"通过|说|使用|采取|出现|有|是|被|的|会|替|帮|为|其|他人|别人|我们|我行|本行|银行|坐席){0,5}$"
    r"|(?:不会|不得|从不|绝不|不能|不可|不)(?:通过|使用|以|用|接受|采用|利用|向|要求)[^,;]{0,14}$"
)
_ASKED = re.compile(
    r"(?:会不会|能不能|可不可以|是否|是不是|能否|可否|有没有|要不要|问|询问|咨询)[^,;]{0,14}$"
    r"|\b(?:asked|asks|asking|wonders|wondered|wanted to know|wants to know) (?:if|whether|why)\b"
    r"[^,;]{0,40}$"
)
_ZH_NOT_REALLY = re.compile(
    r"(?:以为|难道|谁说|别说|可别|不得不|不能不|不会不|要不要|会不会|能不能|是不是|信不信|可不可以|保不|"
    r"否则|不然|要不|如果|要是|若)[^,]{0,12}$"
)
_EN_DENIES = re.compile(
    r"(?:\bnot|\b\w+n't|\bnever|\bcannot|\bnor|\bno one (?:will|can|may)|\bwithout|\bno|"
    r"\bdont|\bwont|\brefrain from|\bavoid|\bprohibited from)\s+"
    r"(?:(?:ever|even|be|been|being|going|to|try|have|need|allowed|permitted|able|you|your|him|her|"
    r"them|please|say|use|tell|ask|anyone|any|a|an|the|that|also|and|in any way|share|give|send|"
    r"make|for|us|me)\s+){0,4}$"
)
_EN_NOT_REALLY = re.compile(
    r"(?:\bthink|\bbelieve|\bassume|\bsuppose|\bif|\bunless|\bwhy|\bbecause|\bdoubt)\b[^,;.]{0,40}$"
)


def sentence_before(plain: str, first: int) -> str:
    """What stands before a place in its sentence, as read."""
    before = plain[max(0, first - 120) : first]
    begins = 0
    for end in _SENTENCE.finditer(before):
        begins = end.end()
    return before[begins:]


def is_reported(before: str) -> bool:
    """The words that follow are somebody else's: a debtor's, or those of a quotation."""
    they = max(_last(_ZH_THEY, before), _last(_ZH_THEY_GO_ON, before), _last(_EN_THEY, before))
    we = max(_last(_ZH_WE, before), _last(_EN_WE, before))
    if they >= 0 or we >= 0:
        return they > we
    return _in_quotes(before)


def is_asked(before: str) -> bool:
    """Somebody asks whether it is so."""
    return _ASKED.search(before) is not None


def is_denied(before: str) -> bool:
    """The sentence says that it is not so."""
    for denies, not_really in ((_ZH_DENIES, _ZH_NOT_REALLY), (_EN_DENIES, _EN_NOT_REALLY)):
        found = denies.search(before)
        if (
            found
            and not not_really.search(before[: found.start()])
            and not not_really.search(before)
        ):
            return True
    return False


def _last(pattern: re.Pattern[str], text: str) -> int:
    place = -1
    for found in pattern.finditer(text):
        place = found.start()
    return place


def _in_quotes(before: str) -> bool:
    opened, closed = _last(_OPENED, before), _last(_CLOSED, before)
    straight = before.count('"')
    return opened > closed and (before[opened] != '"' or straight % 2 == 1)
