import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/node/commands/list.ts'
import { here, ROOT, SMALL, startXiaojin, xiaojin } from './command.ts'

const place = mkdtempSync(join(tmpdir(), 'xiaojin-cli-'))
const run = (...args: string[]) => here(['run', ...args], place)
const sums = (folder: string): string => readFileSync(join(place, folder, 'SHA256SUMS'), 'utf8')

afterAll(() => rmSync(place, { recursive: true, force: true }))

describe('run', () => {
  let told = ''
  beforeAll(() => {
    // As a process, the rest in this one.
    const { code, out, err } = xiaojin(['run', 'baseline', ...SMALL, '--out', 'first'], place)
    expect({ code, err }).toMatchObject({ code: 0 })
    told = out
  })

  test('ends with a summary and the paths of what it left', () => {
    const out = told
    expect(out).toMatch(/^mean APR of loans made +\d+\.\d +%$/m)
    expect(out).toMatch(/^report +first.report\.html$/m)
    for (const [, path = ''] of out.matchAll(/^(?:report|charts|data) +(.+)$/gm)) {
      expect(existsSync(join(place, path)), path).toBe(true)
    }
  })

  test('leaves every file that the manifest lists, and nothing else', () => {
    const manifest = JSON.parse(readFileSync(join(place, 'first/manifest.json'), 'utf8'))
    const listed = manifest.outputs.map(({ path }: { path: string }) => path)
    const found = readdirSync(join(place, 'first'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(place, 'first/').length))
    const unlisted = ['SHA256SUMS', 'manifest.json', 'ro-crate-metadata.json', 'timing.json']
    expect(found.sort()).toEqual([...listed, ...unlisted].sort())
    expect(manifest).toMatchObject({ generator: 'xiaojin', seed: 2023, language: 'en', charts: true })
    expect(manifest.parameters.find(({ key }: { key: string }) => key === 'horizon.months')).toEqual({
      key: 'horizon.months',
      value: 6,
      default: 60,
      unit: 'month',
      origin: '--set horizon.months=6',
    })
  })

  test('the research object lists every file and refers to nothing that is not there', () => {
    const crate = JSON.parse(readFileSync(join(place, 'first/ro-crate-metadata.json'), 'utf8'))
    const entities = new Map<string, { '@type': string; [key: string]: unknown }>(
      crate['@graph'].map((entity: { '@id': string }) => [entity['@id'], entity]),
    )
    const files = [...entities].filter(([, entity]) => entity['@type'] === 'File').map(([id]) => id)
    for (const file of files) expect(existsSync(join(place, 'first', file)), file).toBe(true)
    expect(files).toEqual(expect.arrayContaining(['data/months.csv', 'manifest.json', 'SHA256SUMS', 'report.html']))
    const references = JSON.stringify(crate['@graph']).matchAll(/\{"@id":"([^"]*)"\}/g)
    for (const [, id = ''] of references) {
      if (!id.startsWith('https:')) expect(entities.has(id), id).toBe(true)
    }
    expect(entities.get('./')).toMatchObject({ datePublished: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
  })

  test('charts are there as specification, drawing and picture', () => {
    const charts = readdirSync(join(place, 'first/charts'))
    expect(charts.length).toBeGreaterThanOrEqual(30)
    expect(charts.filter((file) => file.endsWith('.svg'))).toHaveLength(charts.length / 3)
    expect(charts.filter((file) => file.endsWith('.png'))).toHaveLength(charts.length / 3)
  })

  test('names neither the machine nor the day in anything that is promised', () => {
    const files = sums('first')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(66))
    expect(files).not.toContain('timing.json')
    for (const file of files.filter((name) => /\.(json|yaml|csv|html|cff|ndjson|svg)$/.test(name))) {
      const text = readFileSync(join(place, 'first', file), 'utf8')
      expect(text.includes(place) || text.includes(ROOT), file).toBe(false)
    }
  })

  test('once more gives the same bytes and replaces the folder without asking', async () => {
    const before = sums('first')
    expect(await run('baseline', ...SMALL, '--out', 'first')).toMatchObject({ code: 0 })
    expect(sums('first')).toBe(before)
    expect(readdirSync(place).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('--no-png draws SVG alone, report keeps to it, and chart --png adds the pictures', async () => {
    const endings = (): Set<string> =>
      new Set(readdirSync(join(place, 'plain/charts')).map((file) => file.slice(file.indexOf('.'))))
    expect(await run('baseline', ...SMALL, '--no-png', '--out', 'plain')).toMatchObject({ code: 0 })
    expect(endings()).toEqual(new Set(['.vl.json', '.svg']))
    const drawn = readFileSync(join(place, 'plain/charts/market.svg'))
    expect(drawn.equals(readFileSync(join(place, 'first/charts/market.svg')))).toBe(true)
    const before = sums('plain')
    expect((await here(['report', 'plain'], place)).code).toBe(0)
    expect(sums('plain')).toBe(before)
    const refused = await run('baseline', ...SMALL, '--out', 'plain')
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('without PNG files of its charts') })
    expect((await here(['chart', 'plain', '--png'], place)).code).toBe(0)
    expect(endings()).toEqual(new Set(['.vl.json', '.svg', '.png']))
    const picture = readFileSync(join(place, 'plain/charts/market.png'))
    expect(picture.equals(readFileSync(join(place, 'first/charts/market.png')))).toBe(true)
    expect((await here(['report', 'plain', '--no-png'], place)).code).toBe(0)
    expect(endings()).toEqual(new Set(['.vl.json', '.svg']))
    expect(await here(['chart', 'plain', '--png', '--no-png'], place)).toMatchObject({
      code: 2,
      err: expect.stringContaining('choose one'),
    })
  })

  test('another run is refused there, unless forced', async () => {
    cpSync(join(place, 'first'), join(place, 'second'), { recursive: true })
    const refused = await run('baseline', ...SMALL, '--seed', '8', '--out', 'second')
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toMatch(/second holds a run with seed 2023.*--force/)
    expect((await run('baseline', ...SMALL, '--seed', '8', '--no-charts', '--out', 'second', '--force')).code).toBe(0)
    expect(JSON.parse(readFileSync(join(place, 'second/manifest.json'), 'utf8')).seed).toBe(8)
    expect(sums('second')).not.toBe(sums('first'))
  })

  test('a folder that is none of its own is left alone, forced or not', async () => {
    mkdirSync(join(place, 'mine'))
    writeFileSync(join(place, 'mine/thesis.txt'), 'years of work')
    const { code, err } = await run('baseline', ...SMALL, '--out', 'mine', '--force')
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringMatching(/mine exists and holds no results of xiaojin/),
    })
    expect(readFileSync(join(place, 'mine/thesis.txt'), 'utf8')).toBe('years of work')
  })

  test('the folder is named by scenario and seed, and by the hash of what --set changed', async () => {
    const folder = async (...args: string[]) => (await run(...args, '--no-charts', '--quiet')).out.trim()
    const file = 'small.yaml'
    writeFileSync(
      join(place, file),
      'name: small\nseed: 3\npopulation: { consumers: 200 }\nhorizon: { burnIn: 1, months: 6 }\npricing: { shopperSample: 64 }\n',
    )
    expect(await folder(file)).toBe(join('out', 'small-3'))
    expect(await folder(file, '--seed', '7')).toBe(join('out', 'small-7'))
    expect(await folder(file, '--set', 'credit.coverage=0.9')).toMatch(/small-3-[0-9a-f]{6}$/)
    // Nothing but the seed is changed here.
    expect(await folder(file, '--set', 'horizon.months=6', '--set', 'seed=7')).toBe(join('out', 'small-7'))
  })

  test('the resolved scenario runs as it is, to the same digest', async () => {
    const digest = (folder: string) => JSON.parse(readFileSync(join(place, folder, 'manifest.json'), 'utf8')).digest
    expect((await run('first/scenario.resolved.yaml', '--no-charts', '--out', 'resolved')).code).toBe(0)
    expect(digest('resolved')).toBe(digest('first'))
  })

  test('--json prints the summary for programs, and --quiet nothing but the folder', async () => {
    const { code, out, err } = await run('baseline', ...SMALL, '--no-charts', '--json', '--quiet', '--out', 'json')
    const summary = JSON.parse(out)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(summary).toMatchObject({ folder: 'json', seed: 2023, scenario: 'baseline' })
    expect(summary.headline[0]).toHaveProperty('value')
    expect(summary.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  test('says in Chinese what is asked for in Chinese', async () => {
    const { out } = await run('baseline', ...SMALL, '--no-charts', '--lang', 'zh', '--out', 'zh')
    expect(out).toMatch(/基准市场/)
    expect(readFileSync(join(place, 'zh/report.html'), 'utf8')).toMatch(/<html lang="zh-CN">/)
  })

  test('text of a hostile scenario is text everywhere', async () => {
    const evil = `=HYPERLINK("x") </script><script>alert(1)</script><img src=x onerror=alert(1)>`
    const lender = {
      name: evil.slice(0, 60),
      class: 'platform',
      model: 'creditApp',
      weight: 1,
      products: ['ecommerce'],
    }
    const scenario = {
      name: 'nul',
      title: { en: evil, zh: evil },
      population: { consumers: 500 },
      horizon: { burnIn: 3, months: 6 },
      pricing: { shopperSample: 64 },
      lenders: { roster: [lender], labels: 'names' },
      timeline: [{ month: 1, set: { 'credit.coverage': 0.9 }, note: evil }],
    }
    writeFileSync(join(place, 'evil.yaml'), JSON.stringify(scenario))
    const { code, out, err } = await run('evil.yaml', '--quiet', '--no-png')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const folder = join(place, out.trim())
    // A Windows device may not name a folder.
    expect(out.trim()).toMatch(/^out.x-nul-[0-9a-f]{6}-2023$/)
    expect(readFileSync(join(folder, 'data/roster.csv'), 'utf8')).toContain(`"'=HYPERLINK(""x"")`)
    const page = readFileSync(join(folder, 'report.html'), 'utf8').replace(/<script>[\s\S]*?<\/script>/g, '')
    expect(page.match(/<(script|img)(?! type="application\/json"| src="data:)/g)).toBeNull()
    for (const file of readdirSync(join(folder, 'charts')).filter((name) => name.endsWith('.svg'))) {
      expect(readFileSync(join(folder, 'charts', file), 'utf8'), file).not.toMatch(/<(script|img|image|a)\b/)
    }
    expect(await here(['verify', folder], place)).toMatchObject({ code: 0 })
  })

  test('an interrupted run leaves nothing behind', async () => {
    const child = startXiaojin(['run', 'baseline', '--out', 'broken/run'], place)
    const study = join(place, 'broken/run/.xiaojin/study.json')
    while (!existsSync(study)) await setTimeout(20)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(130)
    expect(existsSync(join(place, 'broken/run'))).toBe(false)
    expect(existsSync(join(place, 'broken')) ? readdirSync(join(place, 'broken')) : []).toEqual([])
  })
})

describe('mistakes', () => {
  test.each([
    [['run', 'nowhere.yaml'], /There is no file nowhere\.yaml/],
    [['run', '.'], /is a folder; name a scenario file/],
    [['run', 'baseline', '--seed', 'seven'], /--seed seven: a seed is a whole number/],
    [['run', 'baseline', '--seed', '1', '--seed', '2'], /given 2 times/],
    [['run', 'baseline', '--seed', '99999999999999999999'], /--seed/],
    [['run', 'baseline', '--set'], /Not enough arguments following: set/],
    [['run', 'baseline', '--set', 'credit.covrage=0.9'], /did you mean credit\.coverage/],
    [['run', 'baseline', '--set', 'credit.coverage'], /key=value/],
    [['run', 'baseline', '--lang', 'fr'], /Choices: "en", "zh"/],
    [['run', 'baseline', '--sed', '7'], /Did you mean --seed\?/],
    [['rnu', 'baseline'], /Did you mean run\?/],
    [[], /Name a command/],
    [['check', 'nowhere.yaml'], /There is no file nowhere\.yaml/],
    [['verify', 'nowhere'], /There is no folder nowhere/],
    [['verify', '.'], /is not the output folder of a run/],
    [['chart', 'nowhere'], /There is no folder nowhere/],
    [['report', '.'], /is not the output folder of a run/],
    [['explain', 'credit.covrage'], /did you mean credit\.coverage/],
  ] as const)('%j exits with 2 and says what to do', async (args, message) => {
    const folder = mkdtempSync(join(place, 'empty-'))
    const { code, out, err } = await here(args, folder)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
    if (args[1] === 'nowhere.yaml') expect(xiaojin(args, folder)).toEqual({ code, out, err })
    expect(readdirSync(folder)).toEqual([])
  })

  const faulty = join(ROOT, 'test/scenarios/faulty')
  const files = readdirSync(faulty, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.ya?ml$/.test(entry.name),
  )

  test.each(files.map(({ name }) => name))('nothing is written for %s', async (name) => {
    const folder = mkdtempSync(join(place, 'faulty-'))
    const { code, out, err } = await here(['run', join(faulty, name), '--out', 'there'], folder)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/\d+ faults?$/m)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('other commands', () => {
  test('--help shows commands and examples', async () => {
    const { code, out } = await here(['--help'], place)
    expect(code).toBe(0)
    for (const name of COMMANDS.map(({ command }) => command.split(' ')[0])) {
      expect(out).toMatch(new RegExp(`xiaojin ${name} `))
      const help = (await here([name, '--help'], place)).out
      expect(help).toMatch(/Examples:/)
      for (const [, listed] of help.matchAll(/\[choices:([^\]]*)\]/g)) {
        const choices = listed.split(',').map((one) => one.trim())
        expect(choices, name).toEqual([...new Set(choices)])
      }
    }
  })

  test('init writes a scenario that is sound, runs, and is never overwritten', async () => {
    expect(await here(['init', 'My Study.yaml'], place)).toMatchObject({ code: 0, out: 'My Study.yaml\n' })
    expect(await here(['check', 'My Study.yaml'], place)).toMatchObject({ code: 0, out: 'My Study.yaml: sound\n' })
    expect(await here(['init', 'My Study.yaml'], place)).toMatchObject({ code: 2 })
    const text = readFileSync(join(place, 'My Study.yaml'), 'utf8')
    expect(text).toMatch(/^name: my-study$/m)
    // Every lever works once its # are taken away.
    for (const [block] of text.matchAll(/^# (?! )[a-z]+:\n(# {3}.*\n)+/gm)) {
      writeFileSync(join(place, 'lever.yaml'), `name: lever\n${block.replace(/^# /gm, '')}`)
      expect(await here(['check', 'lever.yaml'], place), block).toMatchObject({ code: 0 })
    }
  })

  test('check tells every fault, for people and for programs', async () => {
    writeFileSync(join(place, 'bad.yaml'), 'name: bad\ncredit: { covrage: 1 }\nseed: -1\n')
    const { code, out } = await here(['check', 'bad.yaml', 'baseline', '--json'], place)
    const [bad, good] = JSON.parse(out)
    expect(code).toBe(2)
    expect(bad).toMatchObject({ file: 'bad.yaml', ok: false })
    expect(bad.faults).toHaveLength(2)
    expect(good).toMatchObject({ ok: true, faults: [] })
    expect((await here(['check', 'bad.yaml'], place)).err).toMatch(/bad\.yaml:2:11: .*\n[\s\S]*bad\.yaml:3:7: /)
  })

  test('schema prints a JSON Schema', async () => {
    const { code, out } = await here(['schema'], place)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toHaveProperty('$schema')
  })

  test('explain speaks both languages', async () => {
    expect((await here(['explain', 'credit.coverage'], place)).out).toMatch(/0\.727/)
    expect((await here(['explain', 'credit.coverage', '--lang', 'zh'], place)).out).toMatch(/征信/)
  })

  test('targets prints what is published, and how a run stands to it', async () => {
    expect(await here(['targets'], place)).toMatchObject({ code: 0, out: expect.stringMatching(/Wu 2025, Table 3/) })
    const { code, out } = await here(['targets', 'first'], place)
    expect(code).toBe(0)
    expect(out).toMatch(/\b(met|MISSED)\b/)
    const rows = JSON.parse((await here(['targets', 'first', '--json'], place)).out)
    expect(rows[0]).toHaveProperty('status')
  })

  test('chart and report redraw from the data, in another language too, and the folder stays sound', async () => {
    const before = sums('plain')
    expect((await run('baseline', ...SMALL, '--out', 'redrawn', '--no-charts')).code).toBe(0)
    expect(await here(['chart', 'redrawn', '--no-png'], place)).toMatchObject({ code: 0 })
    const withoutCommand = (text: string): string => text.replace(/^.*(manifest\.json|report\.html)\n/gm, '')
    expect(withoutCommand(sums('redrawn'))).toBe(withoutCommand(before))
    expect(await here(['report', 'redrawn', '--lang', 'zh'], place)).toMatchObject({ code: 0 })
    expect(readFileSync(join(place, 'redrawn/report.html'), 'utf8')).toMatch(/<html lang="zh-CN">/)
    expect(await here(['verify', 'redrawn'], place)).toMatchObject({ code: 0 })
  })
})
