// KRDS 1.1.0: tokens and a few controls, with one set of colour names for both modes.
// KRDS writes every component twice (light, high-contrast). Here `--krds-light-…` becomes `--krds-…`, the high-contrast values
// are given to the same names under [data-krds-mode=high-contrast], and the second copies are dropped: half the size, and the
// focus ring follows the mode (KRDS's own selector for it, `[data-krds-mode=high-contrast] :root`, can never match).
import fs from 'node:fs'
import path from 'node:path'
import postcss from 'postcss'
import * as sass from 'sass'
import { transform } from 'esbuild'
import { freshFolder, frontend, modules, readModule } from './paths.mjs'

const KRDS = 'krds-uiux/resources'
const ICONS = ['sch', 'angle', 'plus', 'delete', 'close', 'download', 'print', 'filter', 'reset', 'calendar', 'call', 'help', 'information',
  'warning_fill', 'error_fill', 'success_fill', 'file', 'upload', 'setting', 'logout', 'go', 'more', 'global', 'like', 'my']
const DROPPED_CLASSES = /\.(link|xlarge|datepicker|disabled|textarea-count|krds-form-select-sort|krds-form-check-cnt|krds-input-|krds-btn-wrap|krds-check-area|modal|btn-|chk-|form-|input-|icon-)|\.krds-form-select\.(?!small|medium|large|is-error)|(^|\s)\.krds-btn\.icon/

/** The reset hides these from view, as KRDS draws them anew; our forms show legends, and a bare checkbox must not vanish. */
const HIDDEN_BY_RESET = /^(hr|legend|caption|table|\.blind|\.sr-only|input\[type="?(radio|checkbox)"?\])$/

const compile = () => sass.compile(path.join(frontend, 'krds/subset.scss'), {
  loadPaths: [path.join(modules, KRDS, 'scss')], quietDeps: true, logger: sass.Logger.silent,
}).css

/** `:root{…light…}` and `[data-krds-mode=high-contrast]{…}` over the same names. */
function tokens() {
  const text = readModule(`${KRDS}/css/token/krds_tokens.css`, 'utf8').replace(/^@charset.*$/m, '')
  const high = [...text.matchAll(/--krds-high-contrast-([\w-]+):\s*([^;]+);/g)]
  const light = text.replace(/--krds-high-contrast-[\w-]+:[^;]+;/g, '').replaceAll('--krds-light-', '--krds-')
  return `${light}\n[data-krds-mode=high-contrast]{${high.map(([, name, value]) => `--krds-${name}:${value}`).join(';')}}`
}

const keepOneMode = root => root.walkRules(rule => {
  const wanted = rule.selectors.filter(s => !/data-krds-mode=("?)theme/.test(s) && !DROPPED_CLASSES.test(s) && !HIDDEN_BY_RESET.test(s))
  if (!wanted.length || (/high-contrast/.test(rule.selector) && !rule.selector.trim().startsWith('[data-krds-mode=high-contrast]'))) rule.remove()
  else rule.selectors = wanted
})

const dropSecondCopies = root => {
  root.walkRules(/data-krds-mode/, rule => rule.remove())
  root.walkAtRules('media', media => { if (/prefers-color-scheme/.test(media.params)) media.remove() })
}

/** Custom properties nobody reads, until none is left. */
function dropUnusedTokens(root, readers) {
  for (let removed = 1; removed;) {
    removed = 0
    const used = new Set((root.toString() + readers).match(/var\((--[\w-]+)/g)?.map(x => x.slice(4)))
    root.walkDecls(/^--/, decl => { if (!used.has(decl.prop)) { decl.remove(); removed += 1 } })
  }
  root.walkRules(rule => { if (!rule.nodes.length) rule.remove() })
  root.walkAtRules('media', media => { if (!media.nodes.length) media.remove() })
}

const iconRules = () => '.svg-icon{display:inline-block;flex:none;width:1.25em;height:1.25em;vertical-align:-.25em;background:currentColor;'
  + '-webkit-mask:center/contain no-repeat;mask:center/contain no-repeat;forced-color-adjust:none}\n'
  + ICONS.map(name => {
    const url = `url(icons/ico_${name}.svg)`
    return `.ico-${name.replace('_fill', '')}{-webkit-mask-image:${url};mask-image:${url}}`
  }).join('\n') + '\n.ico-angle.up{transform:rotate(180deg)}.ico-angle.left{transform:rotate(90deg)}.ico-angle.right{transform:rotate(-90deg)}'
  + '[data-krds-mode=high-contrast] .krds-form-select{background-image:url(icons/ico_angle_inverse.svg)}'

function copyIcons(folder, css) {
  fs.mkdirSync(path.join(folder, 'icons'))
  for (const name of new Set([...css.matchAll(/icons\/(\w+\.svg)/g)].map(match => match[1])))
    fs.writeFileSync(path.join(folder, 'icons', name), readModule(`${KRDS}/img/component/icon/${name}`, 'utf8').replaceAll('\r\n', '\n').trimEnd() + '\n')
}

/** @param {string} readers text of every other file that reads KRDS tokens */
export async function buildKrds(readers) {
  const folder = freshFolder('vendor/krds')
  const components = postcss.parse(compile().replaceAll('../../img/img/component/icon/', 'icons/').replaceAll('--krds-light-', '--krds-'))
  dropSecondCopies(components)
  keepOneMode(components)
  const root = postcss.parse(tokens())
  root.append(components.nodes)
  root.append(postcss.parse(iconRules()).nodes)
  dropUnusedTokens(root, readers)
  const { code } = await transform(root.toString(), { loader: 'css', minify: true })
  const css = code.replace(/\/\*.*?\*\//gs, '')
  fs.writeFileSync(path.join(folder, 'krds.css'),
    `/* Subset of KRDS (krds-uiux 1.1.0), Ministry of the Interior and Safety, 공공누리 제1유형. Changed by Safety Center: see NOTICE. */\n${css}`)
  copyIcons(folder, css)
}
