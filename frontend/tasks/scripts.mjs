// Scripts and vendored libraries
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { plotlyPatches } from './plotly-patches.mjs'
import { copyModule, freshFolder, frontend, modules, tests } from './paths.mjs'

const BASELINE = 'es2020'

export async function buildPlotly() {
  const folder = freshFolder('vendor/plotly')
  const { metafile } = await build({ metafile: true,
    entryPoints: [path.join(frontend, 'plotly/entry.cjs')], outfile: path.join(folder, 'plotly-custom.min.js'),
    bundle: true, minify: true, format: 'iife', globalName: 'Plotly', target: BASELINE, legalComments: 'none', charset: 'ascii',
    alias: { stream: 'stream-browserify' }, define: { global: 'window', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false' },
    loader: { '.css': 'empty' }, plugins: [plotlyPatches], logLevel: 'error',
    banner: { js: '/* plotly.js 4.1.1 (custom bundle), MIT: see LICENSE */' }, footer: { js: 'window.Plotly=Plotly;' },
  })
  dropOutsideMap(path.join(folder, 'plotly-custom.min.js'))
  copyModule('plotly.js/dist/plotly.css', path.join(folder, 'plotly.css'))
  copyModule('plotly.js/LICENSE', path.join(folder, 'LICENSE'))
  fs.writeFileSync(path.join(folder, 'LICENSES-bundled.txt'), licencesOf(Object.keys(metafile.inputs)))
}

function licencesOf(inputs) {
  const packages = new Set(inputs.map(input => input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean))
  return [...packages].sort().filter(name => fs.existsSync(path.join(modules, name))).map(name => {
    const folder = path.join(modules, name)
    const { version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
    const file = fs.readdirSync(folder).find(entry => /^(licen[cs]e|copying)/i.test(entry))
    return `== ${name} ${version} (${license?.type ?? license})\n\n${file ? fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r', '').trim() : 'No licence file in the package.'}\n`
  }).join('\n')
}

/** The default address of the borders is an outside host; ours are preloaded, and a mistake shall stay on this server. */
function dropOutsideMap(file) {
  const text = fs.readFileSync(file, 'utf8')
  if (!text.includes('https://cdn.plot.ly/un/')) throw new Error('plotly.js no longer names its map host: look where it fetches borders')
  fs.writeFileSync(file, text.replaceAll('https://cdn.plot.ly/un/', '/static/map/'))
}

export function copyHtmx() {
  const folder = freshFolder('vendor/htmx')
  copyModule('htmx.org/dist/htmx.min.js', path.join(folder, 'htmx.min.js'))
  copyModule('htmx.org/LICENSE', path.join(folder, 'LICENSE'))
}

export function copyAxe() {
  fs.mkdirSync(tests, { recursive: true })
  copyModule('axe-core/axe.min.js', path.join(tests, 'axe.min.js'))
  copyModule('axe-core/LICENSE', path.join(tests, 'axe-core-LICENSE.txt'))
}

export async function buildApp(css) {
  const folder = freshFolder('app')
  await build({
    entryPoints: ['app.js', 'dashboard.js'].map(name => path.join(frontend, 'js', name)), outdir: folder,
    bundle: true, minify: true, format: 'iife', target: BASELINE, charset: 'utf8', logLevel: 'error',
  })
  fs.writeFileSync(path.join(folder, 'app.css'), css)
  fs.copyFileSync(path.join(frontend, 'icon.svg'), path.join(folder, 'icon.svg'))
}
