import { expect, test } from 'vitest'
import { FILE_MODULE, fileFaults } from './rules.ts'
import { typescriptIn } from './source.ts'

test('one module changes files', () => {
  expect(fileFaults(typescriptIn('src'))).toEqual([])
})

test.each([
  `import { writeFileSync } from 'node:fs'`,
  `import { readFileSync, rmSync as gone } from 'node:fs'`,
  `import fs from 'node:fs'`,
  `import * as fs from 'node:fs'`,
  `import { readFile } from 'node:fs/promises'`,
  `import { readFileSync } from 'fs'`,
  `const fs = await import('node:fs')`,
  `const fs = require('node:fs')`,
  `replaceFileCalls(calls)`,
])('refuses %s elsewhere', (text) => {
  expect(fileFaults([{ path: 'src/node/a.ts', text }])).toHaveLength(1)
})

test('accepts reading, and everything in that module', () => {
  const text = `import { existsSync, readFileSync, type Stats } from 'node:fs'`
  expect(fileFaults([{ path: 'src/node/a.ts', text }])).toEqual([])
  expect(fileFaults([{ path: FILE_MODULE, text: `import fs from 'node:fs'` }])).toEqual([])
})
