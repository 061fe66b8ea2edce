// What the READMEs say of the command, held against the command itself.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { SOAK } from '../size.ts'
import { here, ROOT, SMALL } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-readme-'))
const PAGES = ['README.md', 'README.zh-CN.md'] as const
const pageOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Every command line of a page, from code blocks and from the text. */
function commandsOf(page: string): string[] {
  const fenced = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, code = '']) => code.split('\n'))
  const inline = [...page.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
  return [...fenced, ...inline]
    .flatMap((line) => line.replace(/ *#.*$/, '').split(' && '))
    .filter((line) => /^(npm|npx) /.test(line))
}

afterAll(() => rmSync(place, { recursive: true, force: true }))

test.each(PAGES)('every command of %s exists, with its options', async (path) => {
  const { scripts } = JSON.parse(pageOf('package.json')) as { scripts: Record<string, string> }
  const commands = commandsOf(pageOf(path))
  expect(commands.length).toBeGreaterThan(10)
  for (const line of commands) {
    const [program, ...words] = line.split(' ')
    const options = words.flatMap((word) => (/^--./.test(word) ? [word.split('=')[0]] : []))
    if (program === 'npx') {
      const [name, command = '--help'] = words
      const { code, out } = await here(command === '--help' ? ['--help'] : [command, '--help'], place)
      expect([line, name, code]).toEqual([line, 'xiaojin', 0])
      for (const option of options) expect(out, line).toContain(option)
    } else if (words[0] === 'run') {
      expect(scripts, line).toHaveProperty([words[1] ?? ''])
    } else {
      expect(['ci', 'cit', 'start'], line).toContain(words[0])
    }
  }
})

test('a run leaves all that the READMEs list', async () => {
  expect(await here(['run', 'baseline', ...SMALL, '--no-png', '--out', 'small'], place)).toMatchObject({ code: 0 })
  for (const path of PAGES) {
    const rows = pageOf(path).match(/^\| `.*\|$/gm) ?? []
    const names = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    )
    expect(names).toEqual(expect.arrayContaining(['report.html', 'manifest.json', 'data/']))
    const listed = names.filter((name) => name !== 'out/baseline-2023/')
    expect(listed.filter((name) => !existsSync(join(place, 'small', name)))).toEqual([])
  }
})

test('the record behind the READMEs still comes out of the runs', () => {
  const check = [join(ROOT, 'scripts/readme.mjs'), '--check', ...(SOAK ? ['--full'] : [])]
  const { status, stderr } = spawnSync(process.execPath, check, { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('does not hold') })
})
