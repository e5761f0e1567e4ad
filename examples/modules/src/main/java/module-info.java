module com.example.orders {
    requires io.rbfly.client;
}
