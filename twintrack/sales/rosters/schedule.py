"""What happens to files of customers at night."""

from datetime import datetime, timedelta

from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow

KEPT_FOR = timedelta(days=30)


def forget_rows(at: datetime) -> None:
    """Forget what files said a month ago: until then they can be taken back."""
    old = CustomerImport.objects.filter(created_at__lt=at - KEPT_FOR)
    CustomerImportRow.objects.filter(run__in=old).delete()
