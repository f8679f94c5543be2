<?php
// A plain form client: PHP's curl and http_build_query, no library.
// DESK_URL and KEY say where the simulator's ChargeDesk is; it has -seed 3.
declare(strict_types=1);
error_reporting(E_ALL);

$calls = 0;

/** Makes a call and returns its decoded response, which has to have this status. */
function call(int $status, string $method, string $path, array $params = [], ?string $key = null): array
{
    global $calls;
    $url = getenv('DESK_URL') . '/v1' . $path;
    $curl = curl_init();
    if ($method === 'POST') {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($params));
    } elseif ($params) {
        $url .= '?' . http_build_query($params);
    }
    curl_setopt_array($curl, [
        CURLOPT_URL => $url, CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true,
        CURLOPT_USERPWD => ($key ?? getenv('KEY')) . ':', CURLOPT_TIMEOUT => 10,
    ]);
    $body = curl_exec($curl);
    if ($body === false) {
        throw new Exception("$method $path: " . curl_error($curl));
    }
    $got = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    expect("$method $path: status $got: $body", $got === $status);
    $calls++;
    return json_decode($body, true, 64, JSON_THROW_ON_ERROR);
}

function expect(string $what, bool $holds): void
{
    if (!$holds) {
        throw new Exception("not as expected: $what");
    }
}

function charge(string $transaction, string $status, array $more = []): array
{
    return call(200, 'POST', '/charges', [
        'amount' => '49.36', 'currency' => 'USD', 'status' => $status, 'transaction_id' => $transaction, 'occurred' => 1770091506,
        'customer' => ['id' => 'ada+shop@example.com', 'name' => 'Ada & Söhne', 'country' => 'SE', 'delinquent' => 0],
    ] + $more);
}

$made = charge('tx 1/a', 'paid', [
    'description' => "Two lamps, 100% brass\r\n= \"fine\"",
    'lines' => [
        ['amount' => '12.34', 'currency' => 'USD', 'quantity' => 2, 'description' => 'Lamp [desk]', 'taxable' => 1, 'tax_paid' => '0.50'],
        ['amount' => '24.68', 'quantity' => 1, 'description' => 'Lämp +1', 'taxable' => 0],
    ],
    'metadata' => ['colour.1' => 'red & blue', 'a b' => '', 'size (cm)' => '30'],
]);
$id = $made['charge_id'];
expect('the charge', (float) $made['amount'] === 49.36 && $made['status'] === 'paid');

$page = call(200, 'GET', '/charges', ['count' => 2, 'offset' => 1, 'occurred' => ['min' => 1577836800, 'max' => 4102444800]]);
expect('the page', count($page['data']) === 2 && (int) $page['offset'] === 1);
$payer = $page['data'][0]['customer_id'];

$got = call(200, 'GET', '/charges/' . rawurlencode($id));
expect('its metadata', $got['metadata']['colour.1'] === 'red & blue');

$live = call(200, 'POST', '/gateway/products/charge', [
    'using' => 'card', 'customer' => ['id' => $payer], 'amount' => '20', 'currency' => 'USD', 'description' => 'Again',
]);
$card = $live['charge']['charge_id'];
$part = call(200, 'POST', "/gateway/charges/$card/refund", ['amount' => '5.25', 'log_reason' => 'scratched & dusty']);
expect('the partial refund', $part['status'] === 'partially refunded' && (float) $part['amount_refunded'] === 5.25);
$full = call(200, 'POST', "/gateway/charges/$card/refund");
expect('the full refund', $full['status'] === 'refunded' && (float) $full['amount_refunded'] === 20.0);

$capture = charge('order_2', 'authorized')['charge_id'];
$taken = call(200, 'POST', "/gateway/charges/$capture/capture", ['amount' => '40.00']);
expect('the capture', $taken['status'] === 'paid');
$void = charge('order_3', 'authorized')['charge_id'];
$given = call(200, 'POST', "/gateway/charges/$void/capture", ['amount' => 0]);
expect('the void', $given['status'] === 'void');
$request = call(200, 'POST', '/gateway/products/charge', [
    'using' => 'invoice', 'amount' => '12.34', 'currency' => 'USD', 'contact' => 'ada@example.com', 'link_only' => 1,
    'lines' => [['amount' => '12.34', 'description' => 'Lamp']],
])['charge']['charge_id'];
$canceled = call(200, 'POST', "/gateway/charges/$request/void");
expect('the cancelled request', $canceled['status'] === 'invoice canceled');

$customer = call(200, 'POST', '/customers', [
    'customer_id' => 'bo/1?', 'email' => 'bo@example.com', 'name' => "Bo O'Neil", 'phone' => '+46 8 000', 'delinquent' => 1,
    'metadata' => ['plan' => 'gold', 'ünit' => '7'],
]);
expect('the customer', $customer['customer_id'] === 'bo/1?' && $customer['metadata']['ünit'] === '7');
call(200, 'DELETE', '/customers/' . rawurlencode('bo/1?'), ['delete_all' => 0]);

$error = call(400, 'POST', "/gateway/charges/$card/refund", ['amount' => '5.25'])['error'];
expect('the envelope', is_string($error['message']) && $error['message'] !== '');
$error = call(404, 'GET', '/charges/none')['error'];
expect('the envelope', is_string($error['message']) && $error['message'] !== '');
$error = call(401, 'GET', '/charges', [], 'sk_wrong')['error'];
expect('the envelope', is_string($error['message']) && $error['message'] !== '');

echo 'PHP ', PHP_VERSION, ", curl ", curl_version()['version'], ": $calls calls as expected\n";
