/**
 * The tutorial, as a reader goes through it: its commands run one after the other in an empty folder, and print what the page
 * shows. `UPDATE=1 npx vitest run --project node test/node/tutorial.test.ts` writes the outputs again.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { here, ROOT, wordsOf } from './command.ts'

const PAGES = ['docs/tutorial.md', 'docs/tutorial.zh-CN.md'] as const
const place = mkdtempSync(join(tmpdir(), 'xiaojin-tutorial-'))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const written: { [path: string]: string } = {}
const endings: { page: string; command: string; code: number | null; err: string }[] = []

/** What a page shows of an output: lines that match, with a mark where lines are left out. */
function shownOf(out: string, pattern: string): string {
  const lines = out.replace(/\n+$/, '').replaceAll('\\', '/').split('\n')
  const kept = new RegExp(pattern)
  return lines
    .filter((line) => line !== '')
    .map((line) => (kept.test(line) ? line : '…'))
    .filter((line, k, all) => line !== '…' || all[k - 1] !== '…')
    .join('\n')
}

/** Results of sweeps, which are the same for both pages: most of the time is theirs. */
const swept = new Map<string, string>()

async function printed(page: string, own: string, command: string): Promise<string> {
  const isSweep = command.startsWith('sweep ')
  const [kept, folder] = [swept.get(command), join(own, 'out/lower-cap')]
  if (isSweep && kept !== undefined) {
    rmSync(folder, { recursive: true, force: true })
    cpSync(kept, folder, { recursive: true })
    return ''
  }
  const words = wordsOf(command)
  // No picture is shown, and drawing takes longer than all the rest.
  const { code, out, err } = await here(/^(run|sweep) /.test(command) ? [...words, '--no-charts'] : words, own)
  endings.push({ page, command, code, err: code === 0 ? '' : err })
  if (isSweep) {
    swept.set(command, join(place, `kept-${swept.size}`))
    cpSync(folder, swept.get(command)!, { recursive: true })
  }
  return out
}

const PART = /```(sh|yaml)\n([\s\S]*?)```|<!-- output: (.*?) -->\n[\s\S]*?<!-- end -->/g

async function filled(path: string): Promise<string> {
  const page = read(path)
  const own = mkdtempSync(join(place, 'page-'))
  let [made, end, out] = ['', 0, '']
  for (const part of page.matchAll(PART)) {
    const [whole, language, block = '', pattern] = part
    made += page.slice(end, part.index)
    end = part.index + whole.length
    if (language === 'yaml') writeFileSync(join(own, /^# (\S+)\n/.exec(block)![1]), block)
    if (language === 'sh')
      for (const [, command] of block.matchAll(/^npx xiaojin (.*)$/gm)) out = await printed(path, own, command)
    made +=
      pattern === undefined
        ? whole
        : `<!-- output: ${pattern} -->\n\n\`\`\`text\n${shownOf(out, pattern)}\n\`\`\`\n<!-- end -->`
  }
  return made + page.slice(end)
}

beforeAll(async () => {
  for (const path of PAGES) written[path] = await filled(path)
  if (process.env.UPDATE === '1')
    for (const [path, text] of Object.entries(written)) writeFileSync(join(ROOT, path), text)
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const NUMBER = /\d+(?:[.,]\d+)*/g
const blocksOf = (page: string): string[] => [...page.matchAll(/```text\n([\s\S]*?)```/g)].map(([, block]) => block)

describe.each(PAGES)('%s', (path) => {
  test('its commands end well', () => {
    expect(endings.filter(({ page }) => page === path).length).toBeGreaterThan(5)
    expect(endings.filter(({ page, code }) => page === path && code !== 0)).toEqual([])
  })

  test('its outputs are what the commands print', () => {
    expect(read(path)).toBe(written[path])
  })

  test('no output is empty', () => {
    const blocks = blocksOf(read(path))
    expect(blocks.length).toBe(8)
    for (const block of blocks) expect(block.replaceAll('…', '').trim()).not.toBe('')
  })
})

test('both pages take the same steps and show the same numbers', () => {
  const [en, zh] = PAGES.map(read)
  const commands = (page: string): string[] =>
    [...page.matchAll(/^npx xiaojin (.*)$/gm)].map(([, command]) => command.replace(' --lang zh', ''))
  expect(commands(zh)).toEqual(commands(en))
  const numbers = (page: string): string[][] => blocksOf(page).map((block) => (block.match(NUMBER) ?? []).sort())
  // The fourth is of a parameter, whose source is told with other numbers.
  for (const [k, own] of numbers(zh).entries()) if (k !== 3) expect(own).toEqual(numbers(en)[k])
})
