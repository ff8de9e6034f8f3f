# exit without shutdown is exit code 1, initialized or not.
--> {"method":"exit"}
@exit 1
