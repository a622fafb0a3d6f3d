"""What the pages, files and endpoints of countries tell: one country, several side by side, all."""
