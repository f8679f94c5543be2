"""Adds up the files of this folder with Python's csv and decimal.

It shares nothing with the Go package and knows each file by what its author
meant. Run it as: python3 sums.py > sums.json
"""
import csv
import json
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


def table(name, delimiter=",", encoding="utf-8-sig", escape=None):
    text = (HERE / name).read_bytes().decode(encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    rows = list(csv.reader(lines, delimiter=delimiter, escapechar=escape, strict=True))
    header, body = rows[0], [row for row in rows[1:] if any(row)]
    assert all(len(row) == len(header) for row in body), name
    return [dict(zip(header, row)) for row in body]


def money(text, mark="."):
    for sign in "$£€'" + ("," if mark == "." else "."):
        text = text.replace(sign, "")
    return Decimal(text.replace(",", ".") or "0")


def add(rows, order, amount, refunded, currency, sale, mark="."):
    """Adds up the sales: rows of one order count once."""
    seen, gross, back = set(), {}, {}
    for row in rows:
        if not sale(row) or order(row) in seen:
            continue
        seen.add(order(row))
        code = currency(row).upper()
        gross[code] = gross.get(code, 0) + money(amount(row), mark)
        back[code] = back.get(code, 0) + refunded(row)
    shown = lambda sums: {code: f"{sum:f}" for code, sum in sorted(sums.items())}
    return {"rows": len(rows), "orders": len(seen), "gross": shown(gross), "refunded": shown(back)}


def column(name):
    return lambda row: row[name]


def amounts(name, mark="."):
    return lambda row: money(row[name], mark)


def refund_items(row):
    parts = row["refund_items"].split("amount:")[1:]
    return sum((Decimal(part.split("|")[0]) for part in parts), Decimal(0))


def refund_rows(rows, sale_id, is_refund, amount, mark="."):
    """Adds up the refund rows of each sale."""
    sums = {}
    for row in rows:
        if is_refund(row):
            sums[sale_id(row)] = sums.get(sale_id(row), 0) - money(row[amount], mark)
    return sums


def shopify(rows, mark="."):
    def sale(row):
        return (row["Financial Status"] in ("paid", "partially_refunded", "refunded")
                and "Bogus" not in row["Payment Method"] and row["Payment Method"] != "Gift Card"
                and row["Total"] not in ("0.00", "12. Mrz") and "E+" not in row["Name"])
    return add(rows, column("Name"), column("Total"), amounts("Refunded Amount", mark), column("Currency"), sale, mark)


def webtoffee(rows):
    sale = lambda row: row["status"] in ("completed", "processing", "refunded")
    return add(rows, column("order_number"), column("order_total"), refund_items, column("order_currency"), sale)


def advanced(rows):
    sale = lambda row: row["Order Status"] in ("Completed", "Processing", "Refunded")
    return add(rows, column("Order Number"), column("Order Total Amount"), amounts("Order Refund Amount"), lambda _: "EUR", sale)


def magento(rows):
    sale = lambda row: (row["Status"] in ("complete", "processing", "closed")
                        and row["Grand Total (Base)"] == row["Grand Total (Purchased)"])
    return add(rows, column("ID"), column("Grand Total (Purchased)"), amounts("Total Refunded"), lambda _: "EUR", sale)


def bigcommerce(rows):
    sale = lambda row: (row["Order Status"] in ("Completed", "Shipped", "Partially Refunded", "Refunded")
                        and Decimal(row["Exchange Rate"]) == 1)
    return add(rows, column("Order ID"), column("Order Total (inc tax)"), amounts("Refund Amount"),
               column("Order Currency Code"), sale)


def stripe(rows):
    sale = lambda row: row["Status"] in ("Paid", "Refunded")
    return add(rows, column("id"), column("Amount"), amounts("Amount Refunded"), column("Currency"), sale)


def paypal(rows, gross="Gross", type="Type", status="Completed", id="Transaction ID", reference="Reference Txn ID",
           refund="Refund", currency="Currency", payment="Payment", impact="Balance Impact", mark="."):
    backs = refund_rows(rows, column(reference), lambda row: refund in row[type], gross, mark)
    def sale(row):
        return (row["Status"] == status and payment in row[type] and refund not in row[type]
                and not row[gross].startswith("-") and row[impact] != "")
    return add(rows, column(id), column(gross), lambda row: backs.get(row[id], Decimal(0)), column(currency), sale, mark)


def square(rows):
    backs = refund_rows(rows, column("Transaction ID"), lambda row: row["Event Type"] == "Refund", "Total Collected")
    sale = lambda row: row["Event Type"] == "Payment" and row["Card"] != "$0.00"
    return add(rows, column("Transaction ID"), column("Total Collected"),
               lambda row: backs.get(row["Transaction ID"], Decimal(0)), lambda _: "USD", sale)


def wix(rows):
    sale = lambda row: row["Payment status"] in ("Paid", "Partially Refunded", "Refunded")
    return add(rows, column("Order number"), column("Total"), amounts("Refunded amount"), column("Currency"), sale)


def own(rows, mark="."):
    # The word "refunded" gives the whole amount back.
    back = lambda row: money(row["amount"], mark) if row["status"] == "refunded" else Decimal(0)
    return add(rows, column("order_id"), column("amount"), back, column("currency"), lambda row: "E+" not in row["order_id"], mark)


def own_import(rows):
    return add(rows, column("order_id"), column("order_amount"), lambda _: Decimal(0), column("currency_code"), lambda _: True)


def by_hand(rows):
    return add(rows, column("Ref"), column("Sum"), amounts("Given back"), column("Cur"), lambda _: True)


print(json.dumps({
    "shopify.csv": shopify(table("shopify.csv")),
    "shopify-spreadsheet.csv": shopify(table("shopify-spreadsheet.csv", "\t", "utf-16"), ","),
    "woocommerce-webtoffee.csv": webtoffee(table("woocommerce-webtoffee.csv", escape="\\")),
    "woocommerce-webtoffee-items.csv": webtoffee(table("woocommerce-webtoffee-items.csv", ";")),
    "woocommerce-advanced.csv": advanced(table("woocommerce-advanced.csv")),
    "magento.csv": magento(table("magento.csv")),
    "bigcommerce.csv": bigcommerce(table("bigcommerce.csv")),
    "stripe.csv": stripe(table("stripe.csv")),
    "paypal.csv": paypal(table("paypal.csv")),
    "paypal-de.csv": paypal(table("paypal-de.csv"), "Brutto", "Typ", "Abgeschlossen", "Transaktionscode",
                            "Zugehöriger Transaktionscode", "Rückzahlung", "Währung", "Zahlung", "Auswirkung auf Guthaben", ","),
    "square.csv": square(table("square.csv")),
    "wix.csv": wix(table("wix.csv")),
    "own.csv": own(table("own.csv")),
    "own-cr.csv": own(table("own-cr.csv", ";"), ","),
    "own-import.csv": own_import(table("own-import.csv")),
    "by-hand.csv": by_hand(table("by-hand.csv", "|", "utf-16")),
}, indent=1))
