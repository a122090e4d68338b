"""What generated code calls: output, cells, operators, members, definitions, flow. It knows frames and objects, not trees."""
