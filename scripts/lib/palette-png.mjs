// A picture of few colours as a small PNG: those that matter most.
import { crc32, deflateSync } from 'node:zlib'

const COLOURS = 64

/** Steps of a channel within which two colours count as one when colours are chosen. */
const STEP = 16

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Index of the nearest colour of `palette`. */
function nearest(palette, red, green, blue) {
  let [best, least] = [0, Infinity]
  palette.forEach(([r, g, b], index) => {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < least) [best, least] = [index, distance]
  })
  return best
}

/** The commonest colours, each the commonest one of its cell of the colour cube. */
function paletteOf(pixels) {
  const counts = new Map()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const cells = new Map()
  for (const [colour, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const rgb = [colour >> 16, (colour >> 8) & 255, colour & 255]
    const cell = rgb.map((value) => Math.floor(value / STEP)).join()
    const known = cells.get(cell)
    if (known === undefined) cells.set(cell, { rgb, count })
    else known.count += count
  }
  // A thin line in a colour matters more than one more grey at the edges of letters.
  const weight = ({ rgb, count }) => count * (Math.max(...rgb) - Math.min(...rgb) > 2 * STEP ? 8 : 1)
  const common = [...cells.values()].sort((a, b) => b.count - a.count).slice(0, COLOURS / 2)
  const others = [...cells.values()].filter((cell) => !common.includes(cell)).sort((a, b) => weight(b) - weight(a))
  const chosen = [...common, ...others]
  return chosen.slice(0, COLOURS).map(({ rgb }) => rgb)
}

/** `pixels` are red, green, blue and alpha of an opaque picture, row by row. */
export function palettePng({ width, height, pixels }) {
  const palette = paletteOf(pixels)
  const known = new Map()
  const stride = 1 + width
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x)
      const [red, green, blue] = pixels.subarray(at, at + 3)
      const colour = (red << 16) | (green << 8) | blue
      if (!known.has(colour)) known.set(colour, nearest(palette, red, green, blue))
      rows[y * stride + 1 + x] = known.get(colour)
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
