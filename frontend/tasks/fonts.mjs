// Pretendard GOV cut into few pieces: one for Latin, one for the syllables of everyday text, the rest by code range.
// The packaged cut has 120 pieces per weight and 98 kB of CSS; a Korean page would fetch some forty of them.
import fs from 'node:fs'
import path from 'node:path'
import { Blob, Face } from 'harfbuzzjs'
import fontverter from 'fontverter'
import subsetFont from 'subset-font'
import { copyModule, freshFolder, readModule } from './paths.mjs'

const PRETENDARD = 'pretendard-gov/dist/web/static'
const isHangul = c => c >= 0xac00 && c <= 0xd7a3
const isHanja = c => (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff)
const isLatin = c => c < 0x250 || (c >= 0x2010 && c <= 0x2027) || '→↑↓▲▼▶●○■□※×·₩€℃、。「」'.includes(String.fromCodePoint(c))

const codesOf = async file => {
  const sfnt = await fontverter.convert(file, 'sfnt')
  return [...new Face(new Blob(sfnt), 0).collectUnicodes()].filter(c => c >= 0x20 && c < 0xe000 || c >= 0xf900 && c < 0xfb00 || c >= 0xff00 && c < 0xfff0)
}

const parseRange = text => text.split(',').flatMap(part => {
  const [from, to = from] = part.trim().slice(2).split('-').map(x => parseInt(x, 16))
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
})

const formatRange = codes => {
  const runs = []
  for (const c of [...codes].sort((a, b) => a - b)) {
    if (runs.length && runs.at(-1)[1] === c - 1) runs.at(-1)[1] = c
    else runs.push([c, c])
  }
  return runs.map(([a, b]) => 'U+' + a.toString(16) + (a === b ? '' : '-' + b.toString(16))).join(',')
}

const slices = (codes, count) => {
  const size = Math.ceil(codes.length / count)
  return Array.from({ length: count }, (_, i) => codes.slice(i * size, (i + 1) * size))
}

/** The packaged cut is ordered by how often a syllable occurs on Korean pages: its last pieces are the commonest. */
function everydaySyllables() {
  const css = readModule(`${PRETENDARD}/PretendardGOV-Regular.css`, 'utf8')
  const ranges = [...css.matchAll(/\/\* \[(\d+)\] \*\/.*?unicode-range: ([^;]+);/gs)]
  return ranges.filter(([, piece]) => Number(piece) >= 109).flatMap(([, , range]) => parseRange(range)).filter(isHangul)
}

function groups(codes) {
  const everyday = new Set(everydaySyllables())
  const standard = new Set([...readModule('pretendard-gov/subset_glyphs.txt', 'utf8')].map(c => c.codePointAt(0)))
  const hangul = codes.filter(isHangul)
  const rare = hangul.filter(c => !everyday.has(c) && !standard.has(c))
  const text = {
    latin: codes.filter(isLatin),
    'hangul-everyday': hangul.filter(c => everyday.has(c)),
    'hangul-standard': hangul.filter(c => !everyday.has(c) && standard.has(c)),
    symbols: codes.filter(c => !isLatin(c) && !isHangul(c) && !isHanja(c)),
  }
  slices(rare, 4).forEach((part, i) => { text[`hangul-rare-${i + 1}`] = part })
  const hanja = {}
  slices(codes.filter(isHanja), 5).forEach((part, i) => { hanja[`hanja-${i + 1}`] = part })
  return { text, hanja }
}

/** Ranges as short as they may be: a rare piece claims its whole stretch, since faces declared later win and the common ones come later. */
function claimed(name, codes) {
  if (name.startsWith('hangul-rare')) return bridged(codes)
  if (name.startsWith('hanja')) return [codes.filter(c => c < 0xa000), codes.filter(c => c > 0xa000)].filter(part => part.length).map(bridged).join(',')
  return formatRange(codes)
}
const bridged = codes => `U+${codes[0].toString(16)}-${codes.at(-1).toString(16)}`

const fontFace = (family, weight, file, range) =>
  `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;src:url(${file}) format("woff2");unicode-range:${range}}\n`

async function writePieces(folder, family, weight, source, pieces) {
  const rules = []
  for (const [name, codes] of Object.entries(pieces)) {
    const file = `${name}-${weight}.woff2`
    fs.writeFileSync(path.join(folder, file), await subsetFont(source, String.fromCodePoint(...codes), { targetFormat: 'woff2' }))
    rules.push({ name, css: fontFace(family, weight, file, claimed(name, codes)) })
  }
  return rules.sort((a, b) => b.name.includes('rare') - a.name.includes('rare')).map(rule => rule.css).join('')
}

/** Signs that Pretendard GOV lacks (◎ ☎ ㊞ …), out of those pieces of Noto Sans KR that hold them. */
async function writeFallback(folder, known) {
  const css = readModule('@fontsource/noto-sans-kr/400.css', 'utf8')
  let rules = ''
  for (const [, piece, range] of css.matchAll(/files\/noto-sans-kr-(\d+)-400-normal\.woff2.*?unicode-range: ([^;]+);/gs)) {
    const source = readModule(`@fontsource/noto-sans-kr/files/noto-sans-kr-${piece}-400-normal.woff2`)
    const there = new Set(await codesOf(source))
    const missing = parseRange(range).filter(c => c > 0x24f && !known.has(c) && there.has(c))
    if (missing.length) rules += await writePieces(folder, 'Safety Center Signs', 400, source, { [`signs-${piece}`]: missing })
  }
  return rules
}

export async function buildFonts() {
  const folder = freshFolder('fonts')
  const regular = readModule(`${PRETENDARD}/woff2/PretendardGOV-Regular.woff2`)
  const bold = readModule(`${PRETENDARD}/woff2/PretendardGOV-Bold.woff2`)
  const codes = await codesOf(regular)
  const { text, hanja } = groups(codes)
  // Hanja come in one weight, as a family of their own, so that bold Hanja are emboldened instead of missing.
  const css = await writePieces(folder, 'Safety Center Sans', 400, regular, text)
    + await writePieces(folder, 'Safety Center Sans', 700, bold, text)
    + await writePieces(folder, 'Safety Center Hanja', 400, regular, hanja)
    + await writeFallback(folder, new Set(codes))
  fs.writeFileSync(path.join(folder, 'fonts.css'), `/* Cut from Pretendard GOV 1.3.9 and Noto Sans KR, SIL OFL 1.1: see OFL-*.txt */\n${css}`)
  copyModule('pretendard-gov/dist/LICENSE.txt', path.join(folder, 'OFL-Pretendard.txt'))
  copyModule('@fontsource/noto-sans-kr/LICENSE', path.join(folder, 'OFL-NotoSansKR.txt'))
}
