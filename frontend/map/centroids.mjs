// Where a country's bubble stands: a point inside its largest piece of land, from the base map's own geometry.
// Keyed by alpha-3, [longitude, latitude]; read by `charts/coordinates.py`. A place without geometry has no entry.
import fs from 'node:fs'
import path from 'node:path'
import { feature } from 'topojson-client'

const polygons = geometry => geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
const pairs = ring => ring.map((point, i) => [point, ring[(i + 1) % ring.length]])
/** Longitudes past 180° instead of a jump to the other edge of the map. */
const unwrapped = ring => ring.reduce((done, [x, y]) => {
  const before = done.at(-1)?.[0] ?? x
  return [...done, [x + 360 * Math.round((before - x) / 360), y]]
}, [])
/** Square degrees, a degree of longitude shortened as it is at the ring's mean latitude. */
function area(ring) {
  const mean = ring.reduce((sum, [, y]) => sum + y, 0) / ring.length
  const [[x0, y0]] = ring
  return Math.abs(pairs(ring).reduce((sum, [[x, y], [u, v]]) => sum + (x - x0) * (v - y0) - (u - x0) * (y - y0), 0)) / 2 * Math.cos(mean * Math.PI / 180)
}

function middleLatitude(ring) {
  const [twice, sum] = pairs(ring).reduce(([t, b], [[x, y], [u, v]]) => [t + x * v - u * y, b + (y + v) * (x * v - u * y)], [0, 0])
  return sum / (3 * twice)
}

/** The middle of the longest stretch of land on a parallel: inside, however bent the country is. */
function insideAt(rings, latitude) {
  const cuts = rings.flatMap(pairs).filter(([[, y], [, v]]) => (y > latitude) !== (v > latitude))
    .map(([[x, y], [u, v]]) => x + (latitude - y) / (v - y) * (u - x)).sort((a, b) => a - b)
  const stretches = Array.from({ length: cuts.length >> 1 }, (_, i) => [cuts[2 * i], cuts[2 * i + 1]])
  const [west, east] = stretches.reduce((a, b) => b[1] - b[0] > a[1] - a[0] ? b : a)
  return (west + east) / 2
}

function pointOf(geometry) {
  const land = polygons(geometry).map(rings => rings.map(unwrapped)).reduce((a, b) => area(b[0]) > area(a[0]) ? b : a)
  const latitude = middleLatitude(land[0])
  const [x, y] = Number.isFinite(latitude) ? [insideAt(land, latitude), latitude] : land[0][0]   // one grid cell wide
  return [x - 360 * Math.round(x / 360), y].map(degrees => Math.round(degrees * 100) / 100)
}

export function writeCentroids(topo, folder) {
  const points = feature(topo, topo.objects.countries).features.filter(country => country.geometry?.coordinates?.length)
    .map(country => [country.id, pointOf(country.geometry)]).sort(([a], [b]) => a < b ? -1 : 1)
  const lines = points.map(([code, point]) => `  ${JSON.stringify(code)}: ${JSON.stringify(point)}`)
  fs.writeFileSync(path.join(folder, 'centroids.json'), `{\n${lines.join(',\n')}\n}\n`)
}
