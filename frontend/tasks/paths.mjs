import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const frontend = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const modules = path.join(frontend, 'node_modules')
export const out = path.join(frontend, '../src/safety_center/web/static')
export const tests = path.join(frontend, '../tests/browser/vendor')

/** An emptied folder below `static/`. */
export function freshFolder(...parts) {
  const folder = path.join(out, ...parts)
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder, { recursive: true })
  return folder
}

export const readModule = (name, encoding) => fs.readFileSync(path.join(modules, name), encoding)
export const copyModule = (name, to) => fs.copyFileSync(path.join(modules, name), to)
