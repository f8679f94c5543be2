<?php
// What PHP makes of forms. On the command line it reads base64 lines and writes
// a line of JSON for what parse_str makes of each; as a server it responds with
// what $_POST holds. Texts are in base64, arrays are lists of key and value.

function shown($value)
{
    if (!is_array($value)) {
        return base64_encode($value);
    }
    $pairs = [];
    foreach ($value as $key => $member) {
        $pairs[] = [base64_encode((string) $key), shown($member)];
    }
    return $pairs;
}

if (PHP_SAPI === 'cli-server') {
    echo json_encode(shown($_POST), 0, 1024);
    return;
}
error_reporting(0); // it warns of more than 1000 variables
while (($line = fgets(STDIN)) !== false) {
    parse_str(base64_decode(rtrim($line, "\n")), $variables);
    echo json_encode(shown($variables), 0, 1024), "\n";
}
