import c from './vitest.config.ts'
const d = c as any
for (const p of d.test.projects) p.test.execArgv = ['--max-semi-space-size=32','--cpu-prof','--cpu-prof-dir=' + process.env.PROF_OUT]
export default d
