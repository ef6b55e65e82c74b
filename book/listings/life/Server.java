import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

public class Server {
    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(9000, 8, here)) {
            System.out.println("listening on port 9000");
            try (Socket connection = listener.accept()) {
                System.out.println("accepted a connection");
                byte[] buffer = new byte[1024];
                int got;
                while ((got = connection.getInputStream().read(buffer)) != -1) {
                    System.out.println("received " + new String(buffer, 0, got));
                    connection.getOutputStream().write(buffer, 0, got);
                }
                System.out.println("the client has finished");
            }
        }
    }
}
