/**
 * Vega guesses text widths without a canvas: far too narrow for Chinese, so labels collide. Here widths come
 * from the very font files that the PNG is drawn with, the same on every machine.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Font, openSync } from 'fontkit'

const require = createRequire(import.meta.url)
const fontFolder = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts')

export const FONT_FAMILY = 'Noto Sans Hans'
const REGULAR = join(fontFolder, 'NotoSansHans-Regular.otf')
const BOLD = join(fontFolder, 'NotoSansHans-Bold.otf')
export const FONT_FILES: readonly string[] = [REGULAR, BOLD]

/** The parts of a Vega text mark that decide its width. */
export interface TextItem {
  readonly fontSize?: number
  readonly fontWeight?: string | number
  readonly limit?: number
}

interface Face {
  readonly font: Font
  /** Advance in units of one em, by string. */
  readonly widths: Map<string, number>
}

const faces = new Map<string, Face>()

function faceOf(weight: string | number | undefined): Face {
  const path = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600 ? BOLD : REGULAR
  let face = faces.get(path)
  if (face === undefined) {
    face = { font: openSync(path) as Font, widths: new Map() }
    faces.set(path, face)
  }
  return face
}

/** Width in pixels of one line of text; where Vega cuts a line at `limit`, it is no wider than that. */
export function textWidth(item: TextItem, text: unknown): number {
  const line = text === null || text === undefined ? '' : String(text).trim()
  const size = item.fontSize ?? 11
  if (line === '' || !(size > 0)) return 0
  const { font, widths } = faceOf(item.fontWeight)
  let em = widths.get(line)
  if (em === undefined) {
    em = font.layout(line).advanceWidth / font.unitsPerEm
    widths.set(line, em)
  }
  const width = em * size
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width
}
