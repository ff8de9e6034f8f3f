// typegen.mjs URL SCHEMA: prints what `supabase gen types --lang=python` makes of a schema, by the library that it is.
import { introspect } from '@supabase/postgrest-typegen/introspection'
import { generatePython, sortGeneratorMetadata } from '@supabase/postgrest-typegen/generation'
import pg from 'pg'

const client = new pg.Client({ connectionString: process.argv[2] })
await client.connect()
try {
  const metadata = await introspect(client, { includedSchemas: [process.argv[3]] })
  process.stdout.write(await generatePython(sortGeneratorMetadata(metadata)))
} finally {
  await client.end()
}
