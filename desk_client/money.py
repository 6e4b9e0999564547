"""An amount of money in one currency, to the cent, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """Two decimals, half-even; amounts of different currencies do not mix (ValueError)."""

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError(f"not an amount of money: {self.amount}")
        object.__setattr__(self, "amount", self.amount.quantize(_CENT, ROUND_HALF_EVEN))

    @classmethod
    def of(cls, text: str, currency: str = "CNY") -> "Money":
        """From a plain decimal text such as "3260.50"; ValueError for anything else."""
        try:
            return cls(Decimal(text), currency)
        except InvalidOperation:
            raise ValueError(f"not an amount of money: {text!r}") from None

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other

    def __str__(self) -> str:
        return f"{self.amount:.2f}"
