/** `--lang zh`: what every command says in Chinese, and that nothing of it is left in English. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatFaults, ScenarioError, SpokenError } from '../../src/base/errors.ts'
import { COMMANDS } from '../../src/node/commands/list.ts'
import { askedLang } from '../../src/node/language.ts'
import { packageFile } from '../../src/node/package-files.ts'
import { nodeFiles, shippedNames } from '../../src/node/scenario-files.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { noteIn } from '../../src/scenarios/timeline.ts'
import { englishIn } from '../chinese.ts'
import { type Called, callAloud } from './in-process.ts'

/** All that the user reads. */
function readBy({ error, out, err }: Called): string {
  if (error instanceof ScenarioError) return formatFaults(error.faults, 'zh')
  if (error instanceof SpokenError) return error.said.zh
  return error === null ? out + err : String(error)
}

/** Their builders are still English. */
const ENGLISH = ['run', 'sweep', 'compare', 'sensitivity', 'calibrate', 'targets', 'verify']
const NAMES = COMMANDS.map(({ command }) => command.split(' ')[0]).filter((name) => !ENGLISH.includes(name))

describe('--help', () => {
  test.each(['', ...NAMES])('of “%s” is in Chinese', async (name) => {
    const said = readBy(await callAloud([...(name === '' ? [] : [name]), '--help', '--lang', 'zh']))
    expect(said).toContain('选项：')
    // Examples are commands, each with what it does.
    const prose = said.replace(/^ +xiaojin \S.*?(?= {2,}|$)/gm, '')
    expect(englishIn(prose)).toEqual([])
    for (const line of prose.split('\n').filter((one) => /^ +--/.test(one))) expect(line).toMatch(/\p{Script=Han}/u)
  })
})

describe('mistakes', () => {
  test.each([
    [['run', 'nowhere.yaml'], /没有文件 nowhere\.yaml，也没有此名称的随附情景/],
    [['run', '.'], /是文件夹；请给出情景文件/],
    [['run', 'baseline', '--set'], /选项 set 之后缺少取值/],
    [['run', 'baseline', '--set', 'credit.covrage=0.9'], /是否应为 credit\.coverage？/],
    [['run', 'baseline', '--lang', 'fr'], /Choices: "en", "zh"/],
    [['run', 'baseline', '--sed', '7'], /没有此选项或参数：sed\n是否应为 --seed？/],
    [['schema', '--wide'], /此处可用的选项：/],
    [['rnu', 'baseline'], /是否应为 run？/],
    [[], /请给出命令/],
    [['init', '--from', 'basline'], /没有此名称的随附情景。是否应为 baseline？/],
    [['explain', 'credit.covrage'], /没有此键/],
    [['run', 'interest-caps:nobody'], /所指的实验组 nobody 不存在/],
  ] as const)('%j is told in Chinese', async (args, message) => {
    const isFrench = (args as readonly string[]).includes('fr')
    const called = await callAloud(isFrench ? args : [...args, '--lang', 'zh'])
    expect(called.error).not.toBeNull()
    const said = readBy(called)
    expect(said).toMatch(message)
    if (!isFrench) expect(englishIn(said)).toEqual([])
  })
})

test('shipped scenarios name themselves, their arms and their dated changes in Chinese', () => {
  for (const name of shippedNames()) {
    const { scenario, experiment } = loadScenario(packageFile(`scenarios/${name}.yaml`), nodeFiles, [])
    const arms = experiment?.design === undefined ? (experiment?.arms ?? []) : []
    const notes = [scenario, ...arms.map((arm) => arm.scenario)].flatMap(({ timeline }) => timeline)
    const said = [
      scenario.title.zh,
      ...arms.map(({ title }) => title.zh),
      ...notes.flatMap((one) => noteIn(one, 'zh') ?? []),
    ]
    for (const text of said) expect(text, name).toMatch(/\p{Script=Han}/u)
  }
})

test('init writes Chinese comments, and what it wrote is sound', async () => {
  const place = mkdtempSync(join(tmpdir(), 'xiaojin-init-'))
  const file = join(place, 'a.yaml')
  expect(readBy(await callAloud(['init', file, '--from', 'interest-caps', '--lang', 'zh']))).toContain('下一步：')
  const comments = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^# [^ ]/.test(line) && !/^# \w+:/.test(line))
  expect(comments.length).toBeGreaterThan(10)
  for (const line of comments) expect(line).toMatch(/\p{Script=Han}/u)
  expect(readBy(await callAloud(['check', file, '--lang', 'zh']))).toBe(`${file}: 无误\n`)
  rmSync(place, { recursive: true })
})

test('the variable chooses the language of messages, the option goes before it, and data never follow it', () => {
  expect(askedLang(['run'], {})).toBe('en')
  expect(askedLang(['run'], { XIAOJIN_LANG: 'zh' })).toBe('zh')
  expect(askedLang(['run'], { LANG: 'zh_CN.UTF-8' })).toBe('en')
  expect(askedLang(['run', '--lang', 'en'], { XIAOJIN_LANG: 'zh' })).toBe('en')
  expect(askedLang(['run', '--lang=zh'], {})).toBe('zh')
  expect(askedLang(['list', '--json'], { XIAOJIN_LANG: 'zh' })).toBe('en')
})
