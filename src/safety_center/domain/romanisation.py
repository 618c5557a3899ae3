"""How Korean names are really written in Latin letters: one name, several usual spellings.

Syllables by the Revised Romanisation (국어의 로마자 표기법, 2000: a name's syllables are written each
for itself) and as passports have them beside it; surnames by the spellings in use.
"""

from functools import lru_cache
from itertools import product

_FIRST, _LAST = 0xAC00, 0xD7A3
_INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ")
_FINALS = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("_", "").split(" ")

#: Beside the Revised Romanisation, the commonest first.
_OTHER_INITIALS = {"g": "k", "j": "ch", "r": "l"}
_OTHER_VOWELS = {
    "eo": ("u", "eo"),
    "yeo": ("yu", "you"),
    "u": ("oo",),
    "ui": ("ee", "eui"),
    "i": ("ee",),
    "eu": ("u",),
    "oe": ("oi",),
    "yu": ("yoo",),
    "ae": ("ai",),
}
_MOST_OF_A_SYLLABLE, _MOST_OF_A_GIVEN_NAME, _MOST_OF_A_SURNAME = 5, 6, 3

_SURNAMES = """
김 KIM GIM|이 LEE YI RHEE|박 PARK BAK PAK|최 CHOI CHOE|정 JUNG JEONG CHUNG|강 KANG GANG
조 CHO JO|윤 YOON YUN|장 JANG CHANG|임 LIM IM YIM|한 HAN|오 OH O|서 SEO SUH|신 SHIN SIN|권 KWON GWON
황 HWANG|안 AHN AN|송 SONG|전 JEON JUN CHUN|홍 HONG|유 YOO YU RYU|고 KO GO KOH|문 MOON MUN|양 YANG
손 SON SOHN|배 BAE PAE|백 BAEK PAIK BAIK|허 HEO HUR HUH|남 NAM|심 SHIM SIM|노 NOH NO ROH|하 HA
곽 KWAK GWAK|성 SUNG SEONG|차 CHA|주 JOO JU CHOO|우 WOO U|구 KOO GU KU|민 MIN|류 RYU RYOO YOO|나 NA RA
진 JIN CHIN|지 JI CHI JEE|엄 EOM UM UHM|채 CHAE|원 WON|천 CHEON CHUN|방 BANG PANG|공 KONG GONG
현 HYUN HYEON|함 HAM|변 BYUN BYEON|염 YEOM YUM|여 YEO YUH|추 CHOO CHU|도 DO DOH|소 SO SOH|석 SEOK SUK
선 SUN SEON|설 SEOL SUL|마 MA|길 GIL KIL|연 YEON YON|위 WI WEE|표 PYO|명 MYUNG MYEONG|기 KI GI
반 BAN PAN|왕 WANG|금 KEUM GEUM|옥 OK OCK|육 YOOK YUK|인 IN|맹 MAENG|제 JE|모 MO|탁 TAK|국 KOOK GUK
어 EO UH|은 EUN|편 PYUN PYEON|용 YONG|예 YE|경 KYUNG GYEONG|봉 BONG|사 SA|부 BOO BU|복 BOK|태 TAE
계 KYE GYE|두 DOO DU|피 PI|감 KAM GAM|음 EUM|빈 BIN|동 DONG|온 ON|호 HO|범 BUM BEOM|좌 JWA|팽 PAENG
승 SEUNG|간 KAN GAN|상 SANG|갈 GAL KAL|단 DAN|견 KYUN GYEON|당 DANG|화 HWA|창 CHANG|빙 BING|시 SI SHI
남궁 NAMGUNG NAMKUNG NAMKOONG|황보 HWANGBO|제갈 JEGAL CHEGAL|사공 SAGONG|선우 SUNWOO SEONU
서문 SEOMUN SEOMOON|독고 DOKGO DOKKO|동방 DONGBANG
"""
#: Syllables of given names that are mostly written otherwise than the rules say.
_USUAL = """
경 KYUNG GYEONG KYEONG KYOUNG|영 YOUNG YEONG YUNG|현 HYUN HYEON|희 HEE HUI|우 WOO U|준 JUN JOON
정 JUNG JEONG CHUNG|성 SUNG SEONG|승 SEUNG SUNG|선 SUN SEON|철 CHUL CHEOL|석 SEOK SUK|훈 HOON HUN
수 SU SOO|주 JU JOO|연 YEON YOUN|혁 HYUK HYEOK|형 HYUNG HYEONG|명 MYUNG MYEONG|규 KYU GYU
건 GEON KUN KEON GUN|근 KEUN GEUN|기 KI GI|광 KWANG GWANG|국 KOOK GUK|길 GIL KIL|두 DOO DU
덕 DUK DEOK|범 BUM BEOM|병 BYUNG BYEONG|중 JUNG JOONG|섭 SEOP SUP|숙 SOOK SUK|순 SOON SUN
욱 WOOK UK|운 WOON UN|유 YOO YU|윤 YOON YUN|의 EUI UI|지 JI JEE|진 JIN|재 JAE|종 JONG|자 JA
구 KOO GU KU|균 KYUN GYUN|곤 KON GON|교 KYO GYO|권 KWON GWON|태 TAE|필 PIL|시 SI SHI|신 SHIN SIN
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.split() for entry in table.replace("\n", "|").split("|") if entry)
    return {hangul: tuple(spellings) for hangul, *spellings in entries}


#: Surname → its spellings, the commonest first.
SURNAMES = _read(_SURNAMES)
_USUAL_SYLLABLES = _read(_USUAL)


def is_hangul(text: str) -> bool:
    """True for syllables of Hangul and nothing else."""
    return bool(text) and all(_FIRST <= ord(sign) <= _LAST for sign in text)


@lru_cache(maxsize=4096)
def spell_syllable(syllable: str) -> tuple[str, ...]:
    """Usual spellings of a syllable, among them the Revised Romanisation; none for another character."""
    if not is_hangul(syllable):
        return ()
    if syllable in _USUAL_SYLLABLES:
        return _USUAL_SYLLABLES[syllable]
    rest, final = divmod(ord(syllable) - _FIRST, 28)
    first, middle = divmod(rest, 21)
    initial, vowel, end = _INITIALS[first], _VOWELS[middle], _FINALS[final]
    vowels = [vowel, *_usual_vowels(initial, vowel, end)]
    initials = [initial, *([_OTHER_INITIALS[initial]] if initial in _OTHER_INITIALS else [])]
    if initial == "s" and vowel == "i":
        initials.append("sh")
    ordered = sorted(product(range(len(vowels)), range(len(initials))), key=_rank)
    spelt = ((initials[i] + vowels[v] + end).upper() for v, i in ordered)
    return tuple(dict.fromkeys(spelt))[:_MOST_OF_A_SYLLABLE]


def _rank(places: tuple[int, int]) -> tuple[int, int]:
    return sum(places), places[1]


def _usual_vowels(initial: str, vowel: str, end: str) -> tuple[str, ...]:
    """`지` JEE but `진` only JIN, `우` WOO, `서` SUH is left to surnames."""
    if vowel == "u" and not initial:
        return ("woo",)
    if vowel == "i" and (end or not initial):
        return ()
    if vowel in ("eo", "yeo", "eu") and not end:
        return ()
    return tuple(other for other in _OTHER_VOWELS.get(vowel, ()) if other != vowel)


def spell_surname(surname: str) -> tuple[str, ...]:
    """Spellings in use; of a surname not listed those of its syllables."""
    return SURNAMES.get(surname) or spell_given(surname)[:_MOST_OF_A_SURNAME]


@lru_cache(maxsize=4096)
def spell_given(given: str) -> tuple[str, ...]:
    """Usual spellings of a given name in one piece, the likeliest first, at most six."""
    syllables = [spell_syllable(syllable) for syllable in given]
    if not syllables or not all(syllables) or len(syllables) > 4:
        return ()
    ranked = sorted(
        product(*(range(len(each)) for each in syllables)), key=lambda at: (sum(at), at)
    )
    spelt = ("".join(each[i] for each, i in zip(syllables, at, strict=True)) for at in ranked)
    return tuple(dict.fromkeys(spelt))[:_MOST_OF_A_GIVEN_NAME]


def spell_name(surname: str, given: str) -> tuple[str, ...]:
    """Tokens under which a name in Hangul is found by Latin letters: surname, given name, both in one.

    At most ten: three, six and one.
    """
    first = spell_surname(surname)[:_MOST_OF_A_SURNAME]
    then = spell_given(given)
    whole = (first[0] + then[0],) if first and then else ()
    return tuple(dict.fromkeys((*first, *then, *whole)))
