// Runs every call of Chargehound's own Node client (npm "chargehound") against a fake.
//
//   npm install chargehound@2.2.0      in a folder of your own, named by NODE_PATH or the current one
//   HOST=127.0.0.1 PORT=8080 KEY=test_fake node chargehound-node.mjs
//
// The fake must send Connection: close (chargehoundtest.WithConnectionClose): on Node 19 and
// later the client never sends a second request over a kept connection. TEMPLATE names a template
// that the fake knows and that requires order_id at most. PREFIX makes the ids of a run its own.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import path from 'node:path'

const folder = process.env.NODE_PATH || path.join(process.cwd(), 'node_modules')
const require = createRequire(path.join(folder, 'peer.js'))
const Chargehound = require('chargehound')
const release = require('chargehound/package.json').version

const { HOST = '127.0.0.1', PORT, KEY = 'test_fake', TEMPLATE = 'goods', PREFIX = `dp_${Date.now()}_` } = process.env
assert(PORT, 'PORT is not set')

const client = (key, version) =>
  Chargehound(key, { protocol: 'http://', host: HOST, port: Number(PORT), timeout: 5000, version })

const dispute = (id, more) => ({
  id, charge: 'ch_K31', reason: 'product_not_received', charged_at: '2026-01-09T07:14:02',
  disputed_at: '2026-02-01T10:00:00', due_by: '2099-02-20T10:00:00', currency: 'eur', amount: 7340, ...more
})

let calls = 0
const checked = async (call, status, want) => {
  const response = await call
  calls++
  assert.equal(response.response.status, status)
  for (const [name, value] of Object.entries(want)) assert.deepEqual(response[name], value, name)
  return response
}
const rejected = async (call, name, status) => {
  await assert.rejects(call, error => error.constructor.name === name && error.status === status)
  calls++
}

for (const version of ['2016-03-05', '2017-10-30', '2020-02-28', '2021-09-15', undefined]) {
  const { Disputes } = client(KEY, version)
  const id = `${PREFIX}${version || 'default'}`
  const evidence = { order_id: 'ord_1042', parcels: 2, product_url: 'https://example.com/lamp' }
  const products = [{ name: 'Desk lamp', quantity: '2 pcs', amount: 0 }, { name: 'Bulb', quantity: 4, amount: 300 }]

  await checked(Disputes.create(dispute(id, { template: TEMPLATE })), 201, { id, state: 'needs_response', livemode: !KEY.startsWith('test_') })
  await checked(Disputes.retrieve(id), 200, { object: 'dispute', url: `/v1/disputes/${id}`, amount: 7340, submitted_at: null })
  const page = await checked(Disputes.list({ limit: 1, state: ['needs_response', 'won'] }), 200, { object: 'list', url: '/v1/disputes' })
  assert.deepEqual(page.data.map(d => d.id), [id])
  await checked(Disputes.update(id, { fields: evidence, products }), 200, { fields: evidence, products })
  await checked(Disputes.submit(id), 201, { state: 'submitted', submitted_count: 1 })
  const response = await checked(Disputes.response(id), 200, { object: 'response', dispute: id, evidence })
  assert.equal('dispute_id' in response, version === '2016-03-05')
  const pdf = await fetch(response.response_url)
  assert.equal(pdf.status, 200)
  assert.match(await pdf.text(), /^%PDF-/)

  await checked(Disputes.create(dispute(`${id}_2`)), 201, { state: 'needs_response' })
  await checked(Disputes.accept(`${id}_2`), 200, { state: 'accepted' })
  const held = version === undefined || version >= '2020-02-28'
  await checked(Disputes.submit(`${id}_2`, { template: TEMPLATE, fields: evidence }), held ? 202 : 201, { state: held ? 'accepted' : 'submitted' })
  if (held) await checked(Disputes.submit(`${id}_2`, { force: true }), 201, { state: 'submitted' })

  await rejected(Disputes.retrieve(`${id}_none`), 'ChargehoundError', 404)
  await rejected(Disputes.submit(id), 'ChargehoundBadRequestError', 400)
  await rejected(Disputes.create({ id: `${id}_3` }), 'ChargehoundBadRequestError', 400)
}
await rejected(client('test_wrong').Disputes.list(), 'ChargehoundAuthenticationError', 401)

console.log(`npm chargehound ${release} on Node ${process.version}: ${calls} calls as expected`)
