"""What an answer asks of us. "Stop" is taken from any reasonable wording, in English and Chinese:
the one word, also full-width or spaced out, and the plain sentences of people; "please don't stop"
and "我没有要退订" are none. Where in doubt it is a stop: one message too few harms nobody."""

import re
import unicodedata

from desk_client.transport.outgoing import Means

# a whole answer, after spaces and punctuation are gone
_WHOLE = re.compile(
    r"""
    stop(?:all|p|please|texting|it|now)? | pleasestop | unsub(?:s?cribe(?:me)?)? | unsuscribe |
    end | quit | cancel | revoke | opt(?:me)?out | remove(?:me)? | nomore(?:texts?|messages)? |
    arr?[eê]t | alto | baja | (?:回[复復])?td | t | qx | tuiding | (?:td?)?退[订訂](?:td?)? |
    取消(?:[订訂][阅閱])? |
    停(?:止)?(?:发送|發送)? | 拒收 | 拒[绝絕] | 不要(?:再)?[发發](?:了)? | [别別](?:再)?[发發]了? |
    (?:[请請])?勿(?:打)?[扰擾] | [别別][烦煩]我 | 滚
    """,
    re.VERBOSE,
)
_STOPS = re.compile(
    r"""
    \bstop(?:ped|ping)?\b (?=.{0,30}\b(?:text|messag|sms|send|contact|email|e-mail|mail|writ|call
        |bother|harass|this|it|now|all|please|immediately|me|us)) |
    (?:please|pls|kindly|just|must|now|to)\s+stop\b | ^\W*stop\b | \bstop\W*$ |
    \bunsub(?:s)?cri[bp]e\b | \bopt(?:ing|ed)?[\s-]*(?:me\s+)?out\b |
    \b(?:revoke|withdraw|cancel)\b.{0,30}\b(?:consent|permission|subscription|messages|texts) |
    \b(?:do\s*not|don'?t|never|cease)
        (?:\s+(?:ever|again|please|keep|you|dare|try|to|all|any|further|more)){0,4}
        \s+(?:text|messag|contact|e-?mail|mail|writ|sms|send|bother|call|phone|ring)(?:e|ing)?\b |
    \b(?:do\s*not|don'?t|no\s+longer)\s+(?:want|wish|like|consent|agree)\b.{0,30}
        \b(?:texts?|texted|messag\w+|contact\w*|e-?mail\w*|mails?|sms|calls?|called|hear)\b |
    \b(?:remove|delete|take)\b.{0,20}\b(?:me|my\s+(?:number|email|e-mail|address|name))\b
        .{0,20}\b(?:off|from|list|out)? |
    \bno\s+more\s+(?:texts?|messages?|e-?mails?|sms)\b | \bleave\s+me\s+alone\b |
    退[订訂] | 取消.{0,4}(?:订阅|訂閱|短信|简讯|簡訊|通知|信息) |
    (?:不要|别|別|勿|不想|不准|禁止|停止|拒绝|拒絕|不同意|不愿意?|不願意?|请勿|請勿)
        (?:你们|你們|您|再|在|继续|繼續|给|給|我|向|接受|接收|收到|收|被|任何|这样|這樣|这种|這種|的){0,6}
        (?:发|發|短信|简讯|簡訊|信息|訊息|消息|邮件|郵件|打[扰擾]|[骚騷][扰擾]|联[系络]|聯[繫絡]
        |寄|推送) |
    拒[绝絕](?:再)?(?:接收|接受|收) | 拒收 | 撤[回销銷].{0,4}(?:同意|授权|授權)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# what takes a stop back, looked for just where it stands
_NOT = re.compile(
    r"""
    (?:\b(?:don'?t|do\s+not|never|not|didn'?t|won'?t|can'?t|cannot|wouldn'?t|without)\b
        (?:\s+(?:want|wish|mean|need|going|ask(?:ed)?|like|you|me|to|ever|please)){0,4}\s*$) |
    (?:\b(?:before|until|after|when|if|since|why|bus|full|pit|next|non)\s*-?\s*(?:you\s+)?$) |
    (?:没有?|沒有?|不是|并未|並未|不会|不會|不|未|别|別|不要|怎么|怎麼|如何|为什么|為什麼)
        (?:想|要|说|說|打算|需要|申请|申請|再|过|過|能|去)*\s*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WRONG_PERSON = re.compile(
    r"""
    \bwrong\s+(?:number|person|e-?mail|address|guy|man|woman|recipient)\b |
    \b(?:you\s+have|got|have)\s+the\s+wrong\b |
    \b(?:i\s*am|i'?m|this\s+is)\s+not\s+(?:him|her|them|(?:mr|mrs|ms|miss|dr)\b) |
    \bdo(?:n'?t|\s+not)\s+know\s+(?:this|that|any|him|her|who)\b |
    \bno\s+such\s+person\b | \bno(?:body|\s+one)\s+(?:by|of|with)\s+that\s+name\b |
    (?:发|發|打|寄|弄|搞|找|认|認)错(?:人|了|号|號|邮|郵|地址)? | (?:發|打|寄|弄|搞|找|認)錯 |
    不是(?:本人|这个人|這個人|他本人|她本人|机主|機主) | (?:我)?不认识(?:这|这个|他|她|此)?人? |
    不認識 | 没有?这个?人 | 沒有?這個?人 | 查[无無]此人 |
    [号號][码碼].{0,4}[换換](?:人|主) | [换換][号號]了
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUOTE = re.compile(
    r"""(?mx)
    ^\s*(?:>|\|) | ^\s*-{2,}\s*(?:(?:original|forwarded)\s+message|原始[邮郵]件
        |[转轉][发發][邮郵]件) |
    ^\s*_{10,}\s*$ | ^\s*(?:from|发件人|寄件者|寄件人|發件人)\s*[:：] |
    ^\s*on\s.{5,200}wrote\s*:\s*$ | ^\s*.{0,80}(?:写道|寫道)\s*[:：]\s*$ | ^--\s*$ |
    ^\s*(?:sent\s+from\s+my\s|发自我的|從我的|发送自)
    """,
    re.IGNORECASE,
)


def meaning(text: str) -> Means:
    """`stop`: send nothing more this way; `wrong_person`: not who we thought; else `reply`."""
    plain = _plain(text)
    joined = re.sub(r"[\W_]+", "", plain)
    if _WHOLE.fullmatch(joined) or _asks_to_stop(plain):
        return "stop"
    # 退 订, s t o p: letters set apart
    if len(joined) <= 12 and _asks_to_stop(joined) and not joined.isascii():
        return "stop"
    return "wrong_person" if _WRONG_PERSON.search(plain) else "reply"


def own_words(text: str) -> str:
    """A mail without what it quotes: our own words tell how to stop, and are no request to."""
    found = _QUOTE.search(text)
    return (text[: found.start()] if found else text).strip()


def _asks_to_stop(plain: str) -> bool:
    return any(not _NOT.search(plain[: hit.start()]) for hit in _STOPS.finditer(plain))


def _plain(text: str) -> str:
    """Full-width letters narrow, small, curly quotes straight, nothing invisible."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(c for c in narrow if unicodedata.category(c) != "Cf")
    return re.sub(r"\s+", " ", seen.replace("’", "'").replace("‘", "'")).strip()
