import { main } from '../src/main.ts'
import { buildWeb, isWebStale } from './build-web.ts'

const argv = process.argv.slice(2)
if (!argv.some(arg => arg === '--help' || arg === '-h') && isWebStale()) {
  process.stdout.write('Building the web app …\n')
  await buildWeb()
}
await main(argv, process.env)
