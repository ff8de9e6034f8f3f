// typegen.mjs URL SCHEMA...: prints what `supabase gen types --lang=python` makes of schemas, by the library that it is.
// typegen.mjs --resident SOCKET: the same for whoever asks there, as resident.py beside this does it.
import { once } from 'node:events'
import net from 'node:net'
import { createInterface } from 'node:readline'
import { introspect } from '@supabase/postgrest-typegen/introspection'
import { generatePython, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation'
import pg from 'pg'

async function models(url, schemas) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await generatePython(sortGeneratorMetadata(await introspect(client, { includedSchemas: schemas })))
  } finally {
    await client.end()
  }
}

async function answer(line) {
  const [, , url, ...schemas] = JSON.parse(line).arguments
  try {
    return { status: 0, stdout: await models(url, schemas), stderr: '' }
  } catch (problem) {
    return { status: 1, stdout: '', stderr: String(problem) }
  }
}

if (process.argv[2] === '--resident') {
  const server = net.createServer(async (connection) => {
    const [line] = await once(createInterface(connection), 'line')
    connection.end(JSON.stringify(await answer(line)))
  })
  server.listen(process.argv[3])
  process.stdin.resume().on('end', () => process.exit())
} else {
  process.stdout.write(await models(process.argv[2], process.argv.slice(3)))
}
