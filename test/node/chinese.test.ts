/** `--lang zh`: what every command says in Chinese, and that nothing of it is left in English. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatFaults, ScenarioError, SpokenError } from '../../src/base/errors.ts'
import { textIn } from '../../src/base/vocabulary.ts'
import { COMMANDS } from '../../src/node/commands/list.ts'
import { askedLang } from '../../src/node/language.ts'
import { packageFile } from '../../src/node/package-files.ts'
import { nodeFiles, shippedNames } from '../../src/node/scenario-files.ts'
import { loadScenario } from '../../src/scenarios/load.ts'
import { englishIn } from '../chinese.ts'
import { type Called, callAloud } from './in-process.ts'

/** All that the user reads. */
function readBy({ error, out, err }: Called): string {
  if (error instanceof ScenarioError) return formatFaults(error.faults, 'zh')
  if (error instanceof SpokenError) return error.said.zh
  return error === null ? out + err : String(error)
}

const NAMES = COMMANDS.map(({ command }) => command.split(' ')[0])

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
    [['run', 'baseline', '--seed', 'seven'], /种子是不小于 0 的整数/],
    [['run', 'baseline', '--seed', '1', '--seed', '2'], /给出了2次/],
    [['run', 'baseline', '--threads', '0'], /应为 1 至 256 的整数/],
    [['run', 'coverage-x-differentiation', '--arm', 'x'], /实验组 x 不存在/],
    [['compare', 'baseline', 'baseline'], /两个情景相同，无可比较/],
    [['compare', 'baseline', '.'], /是文件夹，另一个不是/],
    [['compare', '.', '.'], /不是运行的结果文件夹/],
    [['sweep', 'baseline', '--max-replications', '9'], /须与 --until-ci 同用/],
    [['sweep', 'baseline', '--until-ci', 'roa=1'], /没有结果指标 roa/],
    [['sensitivity', 'baseline'], /没有因子/],
    [['sensitivity', 'sensitivity', '--samples', '48', '--method', 'sobol'], /应为2的幂/],
    [['sensitivity', 'sensitivity', '--samples', '64'], /属于 sobol：请加 --method/],
    [['sensitivity', 'sensitivity', '--outcomes', 'roa'], /没有结果指标 roa/],
    [['calibrate', 'baseline'], /请给出参数及其区间/],
    [['calibrate', 'baseline', '--free', 'credit.coverage=0.5..1'], /有来源依据或属设计设定，不可拟合/],
    [['verify', 'nowhere'], /没有文件夹 nowhere/],
    [['verify', '.'], /不是运行的结果文件夹/],
    [['chart', 'package.json'], /是文件。请给出运行的结果文件夹/],
    [['report', '.'], /不是运行的结果文件夹/],
    [['query', '.', ' '], /查询为空/],
    [['targets', 'nowhere'], /没有文件夹 nowhere/],
    [['migrate', '--stdout', '--check', 'a.yaml'], /--stdout 只输出一个文件/],
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
      ...notes.flatMap((one) => textIn(one.note, 'zh') ?? []),
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
