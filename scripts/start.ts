import { main } from '../src/main.ts'
import { buildWeb, isWebStale } from './build-web.ts'

await main(process.argv.slice(2), process.env, async () => {
  if (!isWebStale()) return
  console.log('Building the web pages …')
  await buildWeb()
})
