// Builds every committed asset: `npm ci && npm run build` here, or `make assets` at the top.
import fs from 'node:fs'
import path from 'node:path'
import { transform } from 'esbuild'
import { buildFonts } from './tasks/fonts.mjs'
import { buildKrds } from './tasks/krds.mjs'
import { frontend } from './tasks/paths.mjs'
import { buildApp, buildPlotly, copyAxe, copyHtmx } from './tasks/scripts.mjs'
import { buildMap } from './map/build.mjs'

const sources = folder => fs.readdirSync(path.join(frontend, folder)).sort()
  .map(name => fs.readFileSync(path.join(frontend, folder, name), 'utf8')).join('\n')

const STEPS = {
  fonts: buildFonts,
  krds: () => buildKrds(sources('css') + sources('js')),
  app: async () => buildApp((await transform(sources('css'), { loader: 'css', minify: true, charset: 'utf8' })).code),
  htmx: copyHtmx,
  plotly: buildPlotly,
  map: buildMap,
  axe: copyAxe,
}

const wanted = process.argv.slice(2)
for (const [name, step] of Object.entries(STEPS)) {
  if (wanted.length && !wanted.includes(name)) continue
  console.log(`building ${name}`)
  await step()
}
