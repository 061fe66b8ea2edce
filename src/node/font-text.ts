/**
 * Text by the font that ships with the program, the same on every machine. Vega guesses widths without a canvas,
 * far too narrow for Chinese, so labels would collide: here they are measured. And resvg reads a font file of
 * eight megabytes again for every piece of text, so for pictures text becomes outlines here.
 */
import { type Font, openSync } from 'fontkit'
import { packageFile } from './package-files.ts'

export const FONT_FAMILY = 'Noto Sans Hans'
const REGULAR = packageFile('dist/fonts/NotoSansHans-Regular.otf')
const BOLD = packageFile('dist/fonts/NotoSansHans-Bold.otf')

/** The parts of a Vega text mark that decide its width. */
export interface TextItem {
  readonly fontSize?: number
  readonly fontWeight?: string | number
  readonly limit?: number
}

type Line = ReturnType<Font['layout']>

/** What was laid out and drawn before is kept: charts repeat their labels, and measure what they draw. */
interface Face {
  readonly font: Font
  readonly lines: Map<string, Line>
  /** By size, anchor, height and text. */
  readonly outlines: Map<string, string>
}

const faces = new Map<string, Face>()

function faceOf(weight: string | number | undefined): Face {
  const path = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600 ? BOLD : REGULAR
  let face = faces.get(path)
  if (face === undefined) {
    face = { font: openSync(path) as Font, lines: new Map(), outlines: new Map() }
    faces.set(path, face)
  }
  return face
}

/**
 * The glyphs of a line. The font has no subscript digits, and its minus sign is as wide as a Chinese character: ordinary
 * digits and the en dash, as wide as a digit, stand for them.
 */
function glyphsOf({ font, lines }: Face, line: string): Line {
  let found = lines.get(line)
  if (found === undefined) {
    found = font.layout(
      line
        .replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080))
        .replaceAll('−', '–')
        .replaceAll('\u200b', ''),
    )
    lines.set(line, found)
  }
  return found
}

/** Width in pixels of one line of text; where Vega cuts a line at `limit`, it is no wider than that. */
export function textWidth(item: TextItem, text: unknown): number {
  const line = text === null || text === undefined ? '' : String(text).trim()
  const size = item.fontSize ?? 11
  if (line === '' || !(size > 0)) return 0
  const face = faceOf(item.fontWeight)
  const width = (glyphsOf(face, line).advanceWidth / face.font.unitsPerEm) * size
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width
}

const ENTITIES: { readonly [entity: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
}

/** Outline of one line, its anchor at (0, y), in pixels. */
function outline(line: string, size: number, weight: string | undefined, anchor: string, y: number): string {
  const face = faceOf(weight)
  const key = `${size} ${anchor} ${y} ${line}`
  const known = face.outlines.get(key)
  if (known !== undefined) return known
  const { glyphs, positions, advanceWidth } = glyphsOf(face, line)
  const scale = size / face.font.unitsPerEm
  const shift = anchor === 'middle' ? 0.5 : anchor === 'end' ? 1 : 0
  let x = -shift * advanceWidth * scale
  const drawn = glyphs
    .map((glyph, at) => {
      const { xAdvance = 0, xOffset = 0 } = positions[at] ?? {}
      const path = glyph.path
        .scale(scale, -scale)
        .translate(x + xOffset * scale, y)
        .toSVG()
      x += xAdvance * scale
      return path
    })
    .join('')
  face.outlines.set(key, drawn)
  return drawn
}

/** Attributes that say how text is set; the outline has them worked in. */
const TEXT_ATTRIBUTES = /^(text-anchor|font-.*)$/

/** The drawing with every text element, as Vega writes them, replaced by its outline. */
export function outlineText(svg: string): string {
  return svg.replace(/<text((?:[^>/]|\/(?!>))*)>(.*?)<\/text>/gs, (_, attributeText: string, content: string) => {
    const attributes = new Map(
      [...attributeText.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    const size = Number.parseFloat(attributes.get('font-size') ?? '11')
    // One line, or a tspan a line whose dy counts from the line before.
    const spans = [...content.matchAll(/<tspan([^>]*)>(.*?)<\/tspan>/gs)]
    const lines = spans.length === 0 ? [['', '', content]] : spans
    let y = 0
    const path = lines
      .map(([, spanAttributes = '', text = '']) => {
        y += Number.parseFloat(/\bdy="([^"]*)"/.exec(spanAttributes)?.[1] ?? '0')
        return outline(
          unescaped(text),
          size,
          attributes.get('font-weight'),
          attributes.get('text-anchor') ?? 'start',
          y,
        )
      })
      .join('')
    const kept = [...attributes].filter(([name]) => !TEXT_ATTRIBUTES.test(name))
    return `<path${kept.map(([name, value]) => ` ${name}="${value}"`).join('')} d="${path}"/>`
  })
}
