/** docs/decisions/README.md lists every decision record by its heading; `UPDATE=1` rewrites it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const FOLDER = 'docs/decisions'
const PAGE = `${FOLDER}/README.md`

test('every decision record is listed', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'README.md')
  expect(files.length).toBeGreaterThan(30)
  const lines = files.sort().map((file) => {
    const [, number, title] = /^# (\d+)\. (.+)/.exec(readFileSync(`${FOLDER}/${file}`, 'utf8')) ?? []
    expect([file, Number(number)]).toEqual([file, Number(file.slice(0, 4))])
    return `- ${number}. [${title}](${file})`
  })
  const page = `# Decisions\n\nListed by \`UPDATE=1 npx vitest run test/docs/decisions.test.ts\`.\n\n${lines.join('\n')}\n`
  if (process.env.UPDATE === '1') writeFileSync(PAGE, page)
  expect(readFileSync(PAGE, 'utf8')).toBe(page)
})
