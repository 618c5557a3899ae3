// What the base map must show; the build stops where it does not. tests/guards/test_assets.py asks the same of the built file.
import { feature } from 'topojson-client'

const POINTS = [
  ['KOR', 131.862, 37.243, 'Dokdo'], ['KOR', 130.86, 37.5, 'Ulleungdo'], ['UKR', 34.1, 45.0, 'Crimea'],
  ['XKX', 21.0, 42.6, 'Kosovo'], ['ESH', -13.5, 24.5, 'Western Sahara'], ['TWN', 121, 24, 'Taiwan'], ['SOM', 45, 9.8, 'north of Somalia'],
]
const inside = (ring, x, y) => ring.reduce((odd, [a, b], i) => {
  const [c, d] = ring[(i || ring.length) - 1]
  return (b > y) !== (d > y) && x < (c - a) * (y - b) / (d - b) + a ? !odd : odd
}, false)
const holds = (geometry, x, y) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
  .some(([outer, ...holes]) => inside(outer, x, y) && !holes.some(hole => inside(hole, x, y)))

export function checkMap(topo) {
  const features = feature(topo, topo.objects.countries).features
  for (const [code, x, y, name] of POINTS) {
    const found = features.filter(country => holds(country.geometry, x, y)).map(country => country.id)
    if (found.join() !== code) throw new Error(`${name} lies in ${found.join() || 'no feature'}, not in ${code}`)
  }
}
