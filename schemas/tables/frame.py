"""An Arrow table as a pandas frame that keeps Arrow's types: Decimal stays Decimal, a missing integer stays missing."""

import pandas as pd
import pyarrow as pa


def as_frame(table: pa.Table) -> pd.DataFrame:
    """The same rows and columns, without copying text; `.to_pandas()` alone would make floats of integers with gaps."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame
