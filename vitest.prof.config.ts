import config from './vitest.config.ts'
const c = config as any
for (const p of c.test.projects) { p.test.execArgv = ['--cpu-prof', '--cpu-prof-dir=/tmp/p1']; }
c.test.teardownTimeout = 60000
export default c
