import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

public class Client {
    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(here, 9000)) {
            socket.getOutputStream().write("hello".getBytes());
            byte[] buffer = new byte[1024];
            int got = socket.getInputStream().read(buffer);
            System.out.println("answer: " + new String(buffer, 0, got));
        }
    }
}
