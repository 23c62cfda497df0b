"""Wars as data: who the sides are and what reports call them, a file a war."""
