<?php
// Compares the ChargeDesk requests of two recordings of the simulator, pair by
// pair, as PHP reads them: method, path, query, form, type of the body, status.
// php deskcompare.php THEIRS OURS; ends with 1 if there is a difference.
declare(strict_types=1);

function read(string $file): array
{
    $exchanges = array_map(fn ($line) => json_decode($line, true, 64, JSON_THROW_ON_ERROR), file($file));
    return array_values(array_filter($exchanges, fn ($x) => $x['vendor'] === 'chargedesk'));
}

/** The variables of a form or query. The order of names says nothing, their keys do. */
function variables(string $encoded): array
{
    parse_str($encoded, $variables);
    return sorted($variables);
}

function sorted(array $variables): array
{
    ksort($variables, SORT_STRING);
    return array_map(fn ($v) => is_array($v) ? sorted($v) : $v, $variables);
}

function aspects(array $x): array
{
    $request = $x['request'];
    return [
        'method' => $request['method'],
        'path' => $request['path'],
        'query' => variables($request['query'] ?? ''),
        'form' => variables($request['body'] ?? ''),
        'type of the body' => ($request['body'] ?? '') === '' ? null : $request['header']['Content-Type'],
        'status' => $x['response']['status'],
    ];
}

[$theirs, $ours] = [read($argv[1]), read($argv[2])];
if (count($theirs) !== count($ours)) {
    echo count($theirs), ' requests of theirs, ', count($ours), " of ours\n";
    exit(1);
}
$equal = $names = 0;
foreach ($theirs as $i => $x) {
    [$a, $b] = [aspects($x), aspects($ours[$i])];
    $leaves = 0;
    $all = [$a['query'], $a['form']];
    array_walk_recursive($all, function () use (&$leaves) { $leaves++; });
    $names += $leaves;
    printf("%-6s %-38s %3d  %2d variables  %s\n", $a['method'], $a['path'], $a['status'], $leaves, $a === $b ? 'equal' : 'DIFFERENT');
    $equal += $a === $b ? 1 : 0;
    foreach ($a as $aspect => $value) {
        if ($value !== $b[$aspect]) {
            echo "  $aspect: ", json_encode($value), "\n  ours: ", json_encode($b[$aspect]), "\n";
        }
    }
}
echo "$equal of ", count($theirs), " equal, $names variables\n";
exit($equal === count($theirs) && $equal > 0 ? 0 : 1);
